"""Rescoring runs in the database: their ranges, who holds one, what came of it, and what is published."""
