"""The working-day calendar of the year: what the product came with, and the days the administrator entered."""
