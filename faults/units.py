"""Units as people write them: durations, rates of events, data rates.

`InSeconds`, `PerSecond` and `KilobytesPerSecond` are the pydantic types of such fields.
"""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from epreuve.faults.message import message

HOUR, DAY = 3_600.0, 86_400.0  # seconds
SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": HOUR, "d": DAY, "j": DAY}  # j: jour
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d|j)\s*")
_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:[a-zà-ÿ]+\s*)?/\s*(s|min|h)\s*")


def duration(value: object) -> float:
    """Return the seconds of a text like `4h`; a bare number is seconds. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    match = _DURATION.fullmatch(str(value))
    if match is None:
        raise ValueError(
            message("is not a duration; write for example `30 s`, `5 min`, `4h` or `2 d`")
        )
    return float(match[1]) * SECONDS[match[2]]


def rate(value: object) -> float:
    """Return the events per second of a text like `90 journeys/min`. Raises ValueError."""
    if isinstance(value, float):  # as a plan keeps it
        return value
    match = _RATE.fullmatch(str(value))
    if match is None:
        raise ValueError(message("is not a rate; write for example `90 journeys/min` or `2/s`"))
    return float(match[1]) / SECONDS[match[2]]


def data_rate(value: object) -> int:
    """Return the kilobytes per second of a text like `15 KB/s`; 1 KB is 1,000 bytes.

    A bare whole number is KB/s. Raises ValueError.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = re.fullmatch(r"\s*(\d+)\s*([KM])B/s\s*", str(value), re.IGNORECASE)
    if match is None:
        raise ValueError(message("is not a data rate; write for example `15 KB/s` or `2 MB/s`"))
    return int(match[1]) * (1_000 if match[2] in "Mm" else 1)


def milliseconds(seconds: float) -> int:
    """Return the nearest whole number of milliseconds."""
    return round(seconds * 1_000)


InSeconds = Annotated[float, BeforeValidator(duration, json_schema_input_type=str | float)]
PerSecond = Annotated[float, BeforeValidator(rate, json_schema_input_type=str)]
KilobytesPerSecond = Annotated[
    int, BeforeValidator(data_rate, json_schema_input_type=str | int), Field(ge=1)
]
AddedDelay = Annotated[InSeconds, Field(ge=0, le=DAY, allow_inf_nan=False)]
"""Seconds that a fault adds: at most a day, longer than any simulated crisis."""
