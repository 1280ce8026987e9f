"""Deadlines of roadmaps."""
