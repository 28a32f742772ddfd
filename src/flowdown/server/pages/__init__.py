"""The pages: one a file, and the folder is the registry."""
