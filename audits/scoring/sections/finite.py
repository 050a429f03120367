"""Finite values: JSON has no infinity."""

import math


def finite(value: float | None) -> float | None:
    """Return the value, or None for infinity, such as the duration of an endless outage."""
    return None if value is None or math.isinf(value) else value
