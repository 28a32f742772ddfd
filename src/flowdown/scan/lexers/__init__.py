"""One language a file: roles of places, nothing else."""
