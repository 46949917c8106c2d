"""Faults of dates, one a file, named by the fault."""
