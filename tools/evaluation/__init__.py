"""What `make eval` measures, one question a module; `docs/error-rates.md` is made of their answers."""
