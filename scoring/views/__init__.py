"""What checks ask of a Document: values derived from what was read, and from evidence."""
