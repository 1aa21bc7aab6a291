"""Which metrics foretell money, and which only look as if."""
