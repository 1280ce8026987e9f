"""Home: the work queue of the role, nothing to read, only to do."""
