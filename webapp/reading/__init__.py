"""The reading room: what a file says, page by page, for those who may see the file."""
