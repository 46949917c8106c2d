"""The table of outlets, built from our own rows and open data."""
