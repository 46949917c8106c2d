"""Making the packed list of bodies and towns from open data."""
