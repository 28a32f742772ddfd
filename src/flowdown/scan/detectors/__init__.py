"""One way of reading files, a file each."""
