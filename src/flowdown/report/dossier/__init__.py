"""What every paper has in common: what it is made of, how its words become Markdown, HTML, Word and PDF."""
