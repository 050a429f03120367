"""Compression of real time into the time of a run, so that a whole crisis fits in an hour.

One rule:

    phase:  before = 10 min, whatever its real length: the baseline and the ramp need it
            during = min(real, 30 min),  after = min(real, 20 min): a phase is never stretched
    stage:  lasts = phase * ln(1 + real/60 s) / sum of ln(1 + real/60 s) over the phase's stages

The logarithm keeps the order (a longer stage stays longer), and leaves enough time to the first
hour of a crisis of five days. The scale of a run then divides all times alike (`planning`).
"""

import math
from collections.abc import Iterable

BEFORE, DURING, AFTER = 600.0, 1_800.0, 1_200.0  # seconds of a run at scale 1
UNIT = 60.0  # seconds: real stages shorter than that get little time


def compressed(real: Iterable[float], budget: float) -> list[float]:
    """Return the whole seconds in a run of the stages of one phase, from their real seconds."""
    lengths = list(real)
    total = min(sum(lengths), budget)
    weights = [math.log1p(length / UNIT) for length in lengths]
    return [max(float(round(total * weight / sum(weights))), 1.0) for weight in weights]
