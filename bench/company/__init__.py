"""The simulated company as benchmarks read it."""
