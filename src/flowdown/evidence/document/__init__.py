"""Reads the text of documents that people write (PDF, Word, plain text), each line with its place."""
