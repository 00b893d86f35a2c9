"""Words that matter, as data, and what they mean."""
