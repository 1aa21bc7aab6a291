"""A company whose truth is known: its exports, and what no company knows of itself."""
