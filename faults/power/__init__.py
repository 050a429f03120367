"""Power cuts, by level: one file or package each."""
