"""Any format of an article brought to one text with blocks."""
