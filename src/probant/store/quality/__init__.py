"""What is wrong with the data that are there: one check a file, each an expression of sums and a judgement."""
