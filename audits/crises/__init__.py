"""Crises: file format, networks, load shapes, power patterns, and descriptions."""
