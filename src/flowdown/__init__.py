"""Evidence-backed answers to orders about technology vendors."""

__version__ = "0.1.0"
