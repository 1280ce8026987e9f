"""The roadmap: its measures, what came of them, and who answers for them."""
