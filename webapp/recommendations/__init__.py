"""Recommendations to schools: addressed, acknowledged, answered (К39)."""
