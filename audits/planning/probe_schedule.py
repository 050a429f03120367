"""Times at which an active probe is sent. Each probe declares its own; planning orders them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.planning.plan import PowerCut, Probe, Window
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.profile.model import DependencySet, Profile


@dataclass(frozen=True)
class Layout:
    """Windows by name and power cuts of a plan, with the profile and crisis behind them."""

    profile: Profile
    crisis: Crisis
    windows: Mapping[str, Window]
    cuts: Sequence[PowerCut]


class Moment(Protocol):
    """A rule that gives the times of a probe in any plan."""

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield each time, in seconds of the run, with the name of the window it is sent for."""
        ...


@dataclass(frozen=True)
class AtStart:
    """`after` seconds after the start of the run, while nothing fails."""

    after: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield one time."""
        yield self.after, ""


@dataclass(frozen=True)
class InCalm:
    """After this share of the baselines, while nothing fails.

    All probes at once would be a surge for a small service: each has its own share.
    """

    share: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield one time; the start of a plan without baselines."""
        ends = (one.end for one in layout.windows.values() if one.kind == "baseline")
        yield self.share * max(ends, default=0.0), ""


@dataclass(frozen=True)
class InSilentCell:
    """`after` seconds after each dependency of one of the `sets` became silent, in its cell."""

    sets: frozenset[DependencySet]
    after: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield one time per dependency, none where `--at-most` leaves its cell out."""
        for name, dependency in layout.profile.dependencies.items():
            if dependency.set in self.sets:
                window = layout.windows.get(f"{name}:silent")
                if window is not None:
                    yield window.start + self.after, window.name


@dataclass(frozen=True)
class InWindow:
    """`after` seconds after the start of one window, or before its end when negative."""

    name: str
    after: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield one time, none for a window that the plan does not have."""
        window = layout.windows.get(self.name)
        if window is not None:
            yield (window.start if self.after >= 0 else window.end) + self.after, window.name


@dataclass(frozen=True)
class InFirstPowerCut:
    """`after` seconds after the first power cut begins."""

    after: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield one time, none without a power cut."""
        for cut in layout.cuts[:1]:
            yield cut.start + self.after, ""


@dataclass(frozen=True)
class AroundPoweredWindows:
    """Twice in each cell and stage without a power cut.

    `after` seconds after its start, and at its end, once its open journeys have ended.
    """

    after: float

    def times(self, layout: Layout) -> Iterator[tuple[float, str]]:
        """Yield two times per window."""
        dark = {cut.stage for cut in layout.cuts}
        dark |= {stage.id for stage in layout.crisis.stages if stage.cuts}
        for window in layout.windows.values():
            if window.kind in ("cell", "stage") and window.name not in dark:
                yield window.start + self.after, window.name
                yield window.end, window.name  # after the pause there


def _nothing(profile: Profile) -> int:
    return 0


@dataclass(frozen=True)
class ProbeSchedule:
    """The name of a probe, when it is sent, and its own cohort, if it has one.

    `sends`: journeys or pages that it sends in its window, at most. Their calls to dependencies are
    counted with those of users.
    """

    name: str
    moments: tuple[Moment, ...]
    cohort: ProbeCohort | None = None
    sends: Callable[[Profile], int] = _nothing

    def probes(self, layout: Layout) -> Iterator[Probe]:
        """Yield the probe once per time."""
        for moment in self.moments:
            for at, window in moment.times(layout):
                sends = self.sends(layout.profile) if window else 0
                yield Probe(at=round(at, 3), name=self.name, about=window, sends=sends)


def schedule_probes(schedules: Sequence[ProbeSchedule], layout: Layout) -> tuple[Probe, ...]:
    """Return all probes in order of time, then of name."""
    probes = (probe for schedule in schedules for probe in schedule.probes(layout))
    return tuple(sorted(probes, key=lambda probe: (probe.at, probe.name)))
