"""Says who the vendors are, which routes reach them, and which traces their products leave."""

from flowdown.catalogue.load import load

__all__ = ["load"]
