"""What may happen: the process as pure tables and functions of values. No I/O, no framework."""
