"""The expertise: criteria sheets, marks that save themselves, the conclusion and its release."""
