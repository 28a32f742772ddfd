"""Shows an organisation's answers in a browser: read, filtered, exported; decides nothing."""
