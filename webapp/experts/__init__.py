"""Experts of the municipality: their load, many packages given out at once, conflicts of interest."""
