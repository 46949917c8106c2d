"""Rescoring: judges stored articles again, on one machine or on many, over the ledger in the database."""
