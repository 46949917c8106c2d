"""Word lists as data, one entry a line, each list with its source and date."""
