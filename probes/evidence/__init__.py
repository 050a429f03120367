"""Evidence of a run: record types, and the SQLite file that keeps them."""
