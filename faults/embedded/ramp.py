"""A toxic that changes little by little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.proxy import Proxy

STEP = 0.1  # seconds between two changes


class Ramp:
    """Moves each attribute on a line from what it is to its target, in so many seconds.

    It ends early when anyone else changes or removes the toxic.
    """

    def __init__(
        self, proxy: Proxy, toxic: InstalledToxic, targets: Mapping[str, int], seconds: float
    ) -> None:
        self._proxy = proxy
        self._toxic = toxic
        start = toxic.toxic.attributes()
        self._lines = {name: (start[name], target) for name, target in targets.items()}
        self._begin = monotonic()
        self._seconds = seconds
        self._step()

    def _step(self) -> None:
        if self._proxy.toxic(self._toxic.name) is not self._toxic:
            return
        done = min(1.0, (monotonic() - self._begin) / self._seconds) if self._seconds else 1.0
        values = {name: round(a + (b - a) * done) for name, (a, b) in self._lines.items()}
        merged = self._toxic.toxic.merged(values)
        if merged.refusal() is None:  # Between two good settings may lie a bad one.
            self._toxic = replace(self._toxic, toxic=merged)
            self._proxy.update_toxic(self._toxic)
        if done < 1.0:
            self._proxy.scheduler.at(monotonic() + STEP, self._step)
