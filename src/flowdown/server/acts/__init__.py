"""What can be done here; every file is one act."""
