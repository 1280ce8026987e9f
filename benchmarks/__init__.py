"""Measurements: a bare Flask application as the floor, the product, and the load that compares them."""
