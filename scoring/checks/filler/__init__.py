"""Faults of filler, one a file, named by the fault."""
