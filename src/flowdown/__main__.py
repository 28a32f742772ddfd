"""`python -m flowdown`."""

from flowdown.cli.main import entry

if __name__ == "__main__":
    entry()
