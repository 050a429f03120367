"""Grid: families, criteria, curves and sources."""
