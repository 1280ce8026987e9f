"""Which documents prove which measures (К09): the matrix, and the hands that correct it."""
