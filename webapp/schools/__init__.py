"""Schools of the municipality: the register and the card."""
