"""Sections of the Assessment, one per file."""
