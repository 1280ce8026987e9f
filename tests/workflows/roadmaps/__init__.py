"""Roadmaps as office files say them."""
