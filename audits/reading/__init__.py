"""Files that people write, read with their mistakes told."""
