"""Makes the mechanical part of a way out as edits of files: only what is certain, everything else is told with its reason."""
