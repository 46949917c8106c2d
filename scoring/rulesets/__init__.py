"""The shipped rulesets, one TOML file a version."""
