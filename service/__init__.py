"""The service around scoring: HTTP, storage, look-ups, command line."""
