"""The verbs: the only place where input and output meet the pure rooms."""
