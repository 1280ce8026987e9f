"""Demonstration data: invented municipalities, people and documents. Nothing here is real."""
