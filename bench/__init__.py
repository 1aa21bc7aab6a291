"""Speed and memory, as ratios against a named peer in one run on one machine; no test asserts a time."""
