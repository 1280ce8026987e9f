"""Reading the journal of acts: of a municipality, of one thing, as a table to take along (К51)."""
