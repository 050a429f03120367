"""Progress reporting during a run: terminal, JSON events, Prometheus metrics."""
