"""The dossier: one ZIP with everything about a package or a stage, that proves itself without the product."""
