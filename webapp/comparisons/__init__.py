"""What changed between two versions of a package, or between two files: words compared by the worker, shown here."""
