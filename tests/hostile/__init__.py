"""A hostile web of our own on loopback, with the true verdict of each of its pages."""
