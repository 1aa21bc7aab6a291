"""Randomised experiments: sums in, estimate out."""
