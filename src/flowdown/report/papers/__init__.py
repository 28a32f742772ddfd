"""The papers that an order makes somebody write: one paper a file, its words in `templates/`."""
