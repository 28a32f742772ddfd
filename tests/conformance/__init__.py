"""Documents of published suites: each judged right, and read with the content that it has."""
