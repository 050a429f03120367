"""The plan: all that a run does, and when. Written to `plan.json`.

Times are seconds since the start of the run, on the compressed clock. Every fault has an end.
"""

from collections import Counter
from collections.abc import Set
from functools import cached_property
from typing import Literal

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.messages.texts import label_text
from epreuve.audits.planning.arrivals import draw_arrivals, draw_unsorted
from epreuve.audits.planning.barrier import Barrier
from epreuve.audits.planning.calibration import CONTROL_COHORT as CONTROL_COHORT
from epreuve.audits.planning.calibration import Calibration
from epreuve.audits.planning.load import Load, Return
from epreuve.audits.planning.part import LeftOut
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.documents import Document
from epreuve.audits.profile.model import Profile
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.registry import AnyFault
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.load.arrival import Arrival
from epreuve.reports.assessment import Phase
from epreuve.reports.text import Text

CONTROL_CELL = "control:normal"  # cell without any fault
ISLAND_CELL = "island:silent"  # cell with every third party silent
COLD_CELL = "cold-start:silent"  # start of the service with every third party silent


class Window(FrozenModel):
    """A named interval. The journeys that begin in it before `closes` belong to it.

    They may end later: at `end` comes the next event, which a barrier delays until they have ended.
    """

    kind: Literal["phase", "stage", "cell", "baseline", "ramp"]
    name: str
    title: Text
    start: float
    closes: float
    end: float


class Span(FrozenModel):
    """A fault on one link, from `start` to `end`."""

    link: str  # name of the proxy
    subject: str  # cohort or dependency
    fault: AnyFault
    network: str | None = None  # id of the network that the fault simulates
    start: float
    end: float


class PowerCut(FrozenModel):
    """No power from `start` to `end`."""

    stage: str
    pattern: str
    start: float
    end: float


class Probe(FrozenModel):
    """One active probe, sent once."""

    at: float
    name: str
    about: str = ""  # name of the window it is sent for
    sends: int = 0  # journeys or pages that it sends in that window, at most


class Cohort(FrozenModel):
    """Users who share a network, and so a proxy."""

    name: str
    linked: bool
    patience: float  # seconds that its users wait for one step


class Plan(FrozenModel):
    """The whole plan of a run."""

    epreuve: str
    profile: Profile
    crisis: Crisis
    seed: int
    scale: float
    retries: tuple[
        int, float, float
    ]  # retries at most; shortest and longest wait before one, in seconds
    cohorts: tuple[Cohort, ...]
    windows: tuple[Window, ...]
    spans: tuple[Span, ...]
    cuts: tuple[PowerCut, ...]
    loads: tuple[Load, ...]
    returns: tuple[Return, ...] = ()
    probes: tuple[Probe, ...]
    barriers: tuple[Barrier, ...] = ()
    calibration: Calibration
    duration: float  # without the pauses of the barriers
    at_most: float | None = None  # seconds that the user allows for it
    left_out: tuple[LeftOut, ...] = ()  # parts that do not fit into that time
    receipts_within: float  # seconds after the run to verify every receipt, at most
    browser: bool = False  # whether Chromium loads pages, instead of the HTML parser
    components: Components | None = None  # content of the bill of materials of the profile
    documents: dict[str, Document] = {}  # of the declarations, by name
    drill: bool = False  # whether the storage is destroyed and restored at the end
    nonce: str = ""  # of what users send; each run has its own

    @property
    def shown_spans(self) -> list[Span]:
        """Faults that readers see, by their start: without those on the links of probes."""
        subjects = {*self.profile.dependencies, *(name for load in self.loads for name in load.mix)}
        spans = (span for span in self.spans if span.subject in subjects)
        return sorted(spans, key=lambda span: span.start)

    def span_title(self, span: Span) -> Text:
        """Return the name of the users on a network, or that of a fault."""
        if span.network is not None:
            return self.crisis.cohort_title(span.network)
        return label_text(span.fault.label)

    def window(self, name: str) -> Window | None:
        """Return the window of that name."""
        return next((window for window in self.windows if window.name == name), None)

    @property
    def shortest(self) -> float:
        """Seconds of the run where each pause lasts as long as a journey in calm."""
        calm = self.calibration.longest_journey(CONTROL_COHORT)
        pauses = (min(barrier.limit, calm) for barrier in self.barriers)
        return self.duration + sum(pauses)

    @property
    def longest(self) -> float:
        """Seconds of the run where each pause lasts as long as it may: a service that hangs."""
        return self.duration + sum(barrier.limit for barrier in self.barriers)

    def patience_of(self, cohort: str) -> float:
        """Return the seconds that users of a cohort wait for one step. Raises KeyError."""
        return {one.name: one.patience for one in self.cohorts}[cohort]

    def phase_at(self, time: float) -> Phase | None:
        """Return the phase at a time."""
        for window in self.windows:
            if window.kind == "phase" and window.start <= time < window.end:
                return window.name  # type: ignore[return-value]
        return None

    def citizen(self, number: int) -> Citizen:
        """Return the user of a number, with the contents of this run."""
        return Citizen(self.seed, number, self.nonce, self.profile.service.email_domain)

    @cached_property
    def senders(self) -> Senders:
        """The browser of each user, with the headers of the profile."""
        return self.profile.service.senders(f"{self.seed}:{self.nonce}")

    @property
    def unlinked(self) -> Set[str]:
        """Cohorts without a link."""
        return {cohort.name for cohort in self.cohorts if not cohort.linked}

    @cached_property
    def arrivals(self) -> list[Arrival]:
        """All arrivals in order of time. Drawn once from the seed; not in `plan.json`."""
        return draw_arrivals(self.loads, self.returns, self.unlinked, self.seed)

    @cached_property
    def arrivals_by_cohort(self) -> Counter[str]:
        """Number of arrivals of each cohort. Counted without keeping the arrivals."""
        if "arrivals" in self.__dict__:
            return Counter(arrival.cohort for arrival in self.arrivals)
        draws = draw_unsorted(self.loads, self.returns, self.unlinked, self.seed)
        return Counter(cohort for _, _, cohort in draws)

    def expected_arrivals(self, start: float, end: float) -> float:
        """Return the expected number of arrivals in [start, end), returning users included."""
        loads = (load for load in self.loads if load.start < end and start < load.end)
        total = sum(load.expected(start, end) for load in loads)
        return total + sum(back.expected_in(start, end) for back in self.returns)
