"""What runs the scans of a fleet: one engine a file."""
