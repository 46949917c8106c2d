"""Kills, freezes and fills up what a running service stands on, and counts what it had acknowledged and lost."""
