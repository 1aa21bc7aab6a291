"""A mix model: what each channel adds to an outcome over time, with carryover and saturation."""
