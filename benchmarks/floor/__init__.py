"""The floor: the least that Flask, Jinja and SQL do for each operation measured."""
