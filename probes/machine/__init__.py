"""Use of the test machine during a run: CPU by owner, pressure, limits of the container."""
