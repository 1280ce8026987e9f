"""The matrix school × document: what has been placed, whose turn it is, whose days it takes (К07, К06, О16)."""
