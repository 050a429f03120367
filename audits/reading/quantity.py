"""Durations and rates as people write them: `4h`, `5 min`, `30 s`, `90 journeys/min`."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*")
_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:[a-zà-ÿ]+\s*)?/\s*(s|min|h)\s*")


def duration(value: object) -> float:
    """Seconds of a text like `4h`; a bare number is seconds. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    match = _DURATION.fullmatch(str(value))
    if match is None:
        raise ValueError("is not a duration; write for example `30 s`, `5 min`, `4h` or `2 d`")
    return float(match[1]) * _SECONDS[match[2]]


def rate(value: object) -> float:
    """Events a second of a text like `90 journeys/min`. Raises ValueError."""
    if isinstance(value, float):  # as a plan keeps it
        return value
    match = _RATE.fullmatch(str(value))
    if match is None:
        raise ValueError("is not a rate; write for example `90 journeys/min` or `2/s`")
    return float(match[1]) / _SECONDS[match[2]]


Seconds = Annotated[float, BeforeValidator(duration, json_schema_input_type=str | float)]
PerSecond = Annotated[float, BeforeValidator(rate, json_schema_input_type=str)]
