"""Reads the world, yields batches of one contract, keeps nothing."""
