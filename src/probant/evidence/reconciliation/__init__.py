"""What the platforms claim against what the books, the shop or the CRM and analytics hold: grade E."""
