"""Faults of a dependency, a link or a power supply, and their simulation."""
