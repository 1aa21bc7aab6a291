"""What AI agents do, how well, how far on their own, and at what cost."""
