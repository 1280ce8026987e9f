"""Whether the process lives and whether the system can do its work, for machines that ask."""
