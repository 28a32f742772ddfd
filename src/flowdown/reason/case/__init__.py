"""Case files: self-contained questions in the scenarios' vocabulary, read, answered and verified."""
