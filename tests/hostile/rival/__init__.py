"""A second hostile web by another mind: other languages, other words, other traps, truths from first principles."""
