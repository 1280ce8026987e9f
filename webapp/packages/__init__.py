"""Packages on their route: the register, the page of one package, its steps, checks and discussion."""
