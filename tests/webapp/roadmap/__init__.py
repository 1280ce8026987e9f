"""Roadmaps in the product."""
