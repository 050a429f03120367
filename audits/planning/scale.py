"""How fast a crisis is played: real seconds of its clock for one second of the run."""

FULL = 1.0  # on the crisis's own clock: about an hour
USUAL = 5.0  # about a quarter of an hour
QUICK = 60.0  # about three minutes: every window is at its floor, more plays nothing faster
