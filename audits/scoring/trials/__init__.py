"""Several trials of one plan, combined into one Assessment."""
