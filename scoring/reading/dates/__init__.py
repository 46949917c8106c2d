"""Dates and times named in and around a text."""
