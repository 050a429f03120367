"""Evidence of a run: record types and the SQLite store."""
