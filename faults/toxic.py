"""A toxic: one change that Toxiproxy makes to a stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STREAMS = ("upstream", "downstream")  # In the order in which Toxiproxy lists them.


@dataclass(frozen=True)
class Toxic:
    """A toxic to add; times in ms, rates in KB/s, sizes in bytes, the slicer's delay in µs.

    Its toxicity is 1: random choices are made by our own seeded controller, which can repeat them.
    """

    name: str
    type: str
    stream: str
    attributes: Mapping[str, int]
