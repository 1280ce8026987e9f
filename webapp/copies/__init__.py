"""Near copies: documents of other schools and years that share passages. A warning, never a refusal."""
