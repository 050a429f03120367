"""Time scales: real seconds of the crisis for one second of the run."""

FULL = 1.0  # real time of a compressed crisis: over an hour
USUAL = 5.0  # about a quarter of an hour
QUICK = 60.0  # six to twelve minutes at 15 journeys/min: every window has its shortest length
