"""Statements of the Beneficial Ownership Data Standard: checked against its schema, put in order, turned into claims."""
