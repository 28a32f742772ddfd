"""What developers run besides the program: demo, checks, generated pages and expected outputs."""
