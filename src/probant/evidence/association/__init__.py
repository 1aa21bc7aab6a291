"""What moves together, which is not yet what causes: grade E."""
