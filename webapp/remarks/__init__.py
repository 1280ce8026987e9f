"""Remarks: numbered, tied to a place, answered by the school, settled by their author, alive through rounds."""
