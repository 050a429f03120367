"""Real time becomes played time, on a clock where a whole crisis fits in an hour.

One rule:

    phase:  before = 10 min, whatever it was: the bench needs it for its own baseline and ramp
            during = min(real, 30 min),  after = min(real, 20 min): a phase is never stretched
    stage:  lasts = phase * ln(1 + real/60 s) / sum of ln(1 + real/60 s) over the phase's stages

The logarithm keeps the order (what lasted longer is played longer), and gives the first hour of a
crisis of five days more than a blink. The scale of a run then divides all of it alike (`planning`).
"""

import math
from collections.abc import Iterable

BEFORE, DURING, AFTER = 600.0, 1_800.0, 1_200.0  # seconds of play at scale 1
UNIT = 60.0  # seconds: under it, a stage of the real crisis is a moment


def compressed(real: Iterable[float], budget: float) -> list[float]:
    """Seconds of play of the stages of one phase, from their real seconds, to the second."""
    lengths = list(real)
    total = min(sum(lengths), budget)
    weights = [math.log1p(each / UNIT) for each in lengths]
    return [max(float(round(total * each / sum(weights))), 1.0) for each in weights]
