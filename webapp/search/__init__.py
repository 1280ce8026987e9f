"""Search over schools, packages, texts of documents and remarks, each as far as the person may see it."""
