"""Dictionaries the product ships with; a municipality keeps and edits its own rows of them."""
