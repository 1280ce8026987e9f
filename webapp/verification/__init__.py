"""The public check of documents: by the code printed on them, or by the file itself (ADR 0059)."""
