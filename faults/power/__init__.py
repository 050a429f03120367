"""The power cut, by level: each level is a file."""
