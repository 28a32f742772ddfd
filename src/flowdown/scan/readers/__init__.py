"""Tolerant readers of the formats that several detectors share: text in, nodes with places out."""
