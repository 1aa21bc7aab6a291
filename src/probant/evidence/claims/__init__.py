"""What platforms claim for themselves: grade F."""
