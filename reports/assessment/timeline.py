"""Timeline of a run: windows, faults and load. Times are seconds since the start of the run."""

from typing import Literal

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class WindowLoad(FrozenModel):
    """Load of one window: journeys by their planned start, response times by that of the request.

    `judged` leaves out journeys that began too late, and those that the next event cut off.
    """

    requested: int  # those of users without a network included
    started: int  # sent to the service
    judged: int
    succeeded: int  # of the judged ones, whenever they ended
    p95: float | None  # seconds until a success, or until a user gave up; None without any


class Window(FrozenModel):
    """Named part of the run."""

    kind: Literal["phase", "stage", "cell", "baseline"]
    name: str
    title: Text
    start: float
    end: float
    load: WindowLoad | None = None  # None in an assessment of version 0.2.0 or earlier


class LinkTraffic(FrozenModel):
    """Traffic of a faulty link while the fault was in force, on the side of its callers.

    The evidence may have two counts, each a `LinkTraffic` record: this is the one to show.
    """

    by: Literal["server", "kernel"]  # counters of the proxy server, or of the sockets (a minimum)
    opened: int  # connections
    bytes_from_callers: int
    bytes_to_callers: int
    error_responses: int | None = None  # instead of the service's own


class Span(FrozenModel):
    """Confirmed fault or power cut."""

    kind: Literal["network", "dependency", "power"]
    subject: str  # cohort, dependency, or the service
    subject_title: Text | None = None  # of a dependency
    title: Text
    start: float  # requested start
    end: float  # requested end
    start_delay: float = 0.0  # seconds from the requested to the confirmed start
    end_delay: float = 0.0  # seconds from the requested to the confirmed end
    traffic: LinkTraffic | None = None  # None when nothing counted the traffic


class Series(FrozenModel):
    """Load and response times; each list has one value per step."""

    step: float  # seconds
    planned: tuple[int, ...]  # journeys of the plan
    started: tuple[int, ...]
    succeeded: tuple[int, ...]  # by the step in which the journey started
    failed: tuple[int, ...]  # by the step in which the journey started
    p50: tuple[float | None, ...]  # seconds, as in `WindowLoad`, by the planned time of the request
    p95: tuple[float | None, ...]


class Timeline(FrozenModel):
    """Windows, faults and load of the whole run."""

    duration: float
    windows: tuple[Window, ...]
    spans: tuple[Span, ...]
    series: Series
