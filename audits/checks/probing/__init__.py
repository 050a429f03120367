"""Active probes: their context, their registry and their runner."""
