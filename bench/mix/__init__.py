"""What the benchmarks of the mix model share."""
