"""Mathematics that two rooms or more need; numpy and scipy only."""
