"""One kind of outside document a file; each turns it into claims."""
