"""The mix model of several areas whose effects are alike but not the same."""
