"""Help: one short topic for each section, in the same place on every page."""
