"""What suppliers say of themselves, in a form of ours."""
