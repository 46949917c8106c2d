"""Who said what: quotations, speakers and sources."""
