"""How fast it is, each figure beside a named reference in the same run."""
