"""Federal awards: rows and answers read as one kind of record, gathered by award, turned into claims."""
