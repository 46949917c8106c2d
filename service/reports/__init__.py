"""From an article and its evidence to a sealed report: one way, whichever door the article came by."""
