"""Fragile supplier: works only while all its dependencies work."""
