"""Loads of a plan: users who arrive at a planned rate, and users who come back."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from epreuve.faults.frozen_model import FrozenModel

Segment = tuple[float, float, float, float]  # start, end, rate at start, rate at end


class Load(FrozenModel):
    """Users who arrive between `start` and `end`, at a rate that is linear between `points`.

    Each point is (second, arrivals per second).
    """

    name: str
    start: float
    end: float
    points: tuple[tuple[float, float], ...]
    mix: dict[str, float]  # cohort -> share
    journeys: dict[str, float]  # journey -> share
    even: bool = False  # at equal distances and in turn, instead of a Poisson process

    def expected(self, start: float, end: float) -> float:
        """Return the expected number of arrivals in [start, end)."""
        total = 0.0
        first = max(bisect_right(self.points, start, key=itemgetter(0)) - 1, 0)
        for left, right, low, high in self.segments(first):
            if left >= end:
                break
            a, b = max(left, start), min(right, end)
            if a < b:
                slope = (high - low) / (right - left)
                total += (b - a) * (low + slope * ((a + b) / 2 - left))
        return total

    def segments(self, first: int = 0) -> Iterator[Segment]:
        """Yield the pieces on which the rate is linear, from a point on."""
        for (a, low), (b, high) in itertools.pairwise(itertools.islice(self.points, first, None)):
            if b > a:
                yield a, b, low, high


class Return(FrozenModel):
    """A share of the users who had no link come back between `start` and `end`."""

    share: float
    start: float
    end: float
    mix: dict[str, float]  # cohort -> share, of the links that they have now
    expected: float = 0.0  # expected number of users

    def expected_in(self, start: float, end: float) -> float:
        """Return the expected number of users in [start, end)."""
        common = min(end, self.end) - max(start, self.start)
        return self.expected * max(common, 0.0) / (self.end - self.start)
