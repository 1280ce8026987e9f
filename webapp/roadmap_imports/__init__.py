"""A municipality's office file becomes a roadmap: read, checked row by row, accepted by a person (К40)."""
