"""Links, markers, reference lists and identifiers."""
