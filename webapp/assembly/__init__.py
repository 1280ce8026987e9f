"""Assembling a package: the school's wizard from choosing the kind to sending."""
