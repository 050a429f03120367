"""The grid: families, criteria, curves and sources, as data that anyone can read."""
