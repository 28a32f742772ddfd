"""The command line: asks, shows, decides nothing."""
