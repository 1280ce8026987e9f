"""Who acts, what exists for them, what they may call: the three questions of access."""
