"""Faults of attribution, one a file, named by the fault."""
