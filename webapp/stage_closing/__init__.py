"""The last look at a stage before its report is signed (Л11, К21)."""
