"""Signing reports, taking signed stages up again, the agreement that simple signatures rest on (К21; ADR 0059)."""
