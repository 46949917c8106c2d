"""Faults of citations, one a file, named by the fault."""
