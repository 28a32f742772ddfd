"""Legal and contract orders as quoted, cited norms."""
