"""The curator's diary of the work with schools (К16)."""
