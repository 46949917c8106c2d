"""Every check, one fault a file."""
