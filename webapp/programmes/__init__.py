"""Programmes, who takes part in them, and their stages of expertise."""
