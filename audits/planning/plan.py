"""The plan: everything a run will do, and when, as data. Written to `plan.json`.

Times are seconds since the run's zero, already compressed. Every fault is a span: it has an end.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.model import Profile
from epreuve.faults.registry import AnyFault
from epreuve.reports.assessment import Phase
from epreuve.reports.text import Text

WITNESS = "temoin"  # the cohort on a clean link: what it suffers is the service's own doing
EDGE_PROBE = "sonde-edge"  # the link that the page probe of FRU-1 looks through
COMFORT_PROBE = "sonde-confort"  # the browser whose comfort third parties are silent (IND-5)
CUT_WITNESS = "temoin-coupure"  # the one whose link is cut in the middle of a form (DEG-8)
OURS = (EDGE_PROBE, COMFORT_PROBE, CUT_WITNESS)  # how the links of our own probes begin
CONTROL = "temoin:normal"  # the cell in which nothing is wrong
ISLAND = "ilot:silent"  # the cell in which every third party is silent
COLD = "froid:silent"  # the start with every third party silent

ProbeName = Literal[
    "pages", "edge page", "comfort pages", "essential page", "human channel", "plain walk",
    "information", "backlog", "form", "form resumed", "status page", "traffic",
    "publiccode",
]  # fmt: skip


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(_Record):
    """A named stretch of time. Journeys judged in it begin before `closes` and end before `end`."""

    kind: Literal["phase", "stage", "cell", "baseline", "ramp"]
    name: str
    title: Text
    start: float
    closes: float
    end: float


class Span(_Record):
    """A fault on one link, from `start` to `end`."""

    link: str  # the proxy's name
    subject: str  # the cohort or the dependency
    fault: AnyFault
    network: str | None = None  # id of the network that the fault renders
    start: float
    end: float

    @property
    def title(self) -> Text:
        """The network, or how the dependency fails."""
        if self.network is not None:
            return networks()[self.network].title
        return Text(fr=self.fault.label.of("fr"), en=self.fault.label.of("en"))


class PowerCut(_Record):
    """No power from `start` to `end`."""

    stage: str
    pattern: str
    start: float
    end: float


class Load(_Record):
    """Citizens arriving between `start` and `end`; `points` are (second, arrivals a second)."""

    name: str
    start: float
    end: float
    points: tuple[tuple[float, float], ...]  # linear between points
    mix: dict[str, float]  # cohort -> share
    journeys: dict[str, float]  # journey -> share
    even: bool = False  # at equal distances and in turn, instead of a Poisson process


class Return(_Record):
    """A share of the citizens who had no link come back between `start` and `end`."""

    share: float
    start: float
    end: float
    mix: dict[str, float]  # cohort -> share: the links they have now
    expected: float = 0.0  # how many they are


class Probe(_Record):
    """Something to look at, once."""

    at: float
    name: ProbeName
    about: str = ""  # the window it is sent for


class Cohort(_Record):
    """Citizens who share a network, and so a proxy."""

    name: str
    linked: bool


class Plan(_Record):
    """The whole of it."""

    epreuve: str
    profile: Profile
    crisis: Crisis
    seed: int
    scale: float
    patience: float  # seconds that a citizen waits for one step
    relances: tuple[int, float, float]  # reloads at most; waits between, seconds
    cohorts: tuple[Cohort, ...]
    windows: tuple[Window, ...]
    spans: tuple[Span, ...]
    cuts: tuple[PowerCut, ...]
    loads: tuple[Load, ...]
    returns: tuple[Return, ...] = ()
    probes: tuple[Probe, ...]
    duration: float
    receipts_within: float  # seconds after it to read every receipt again, at most
    browser: bool = False  # pages are loaded by Chromium instead of the HTML parser
    components: Components | None = None  # what `components:` of the profile held
    drill: bool = False  # destroy the storage and restore it, after everything else

    def window(self, name: str) -> Window | None:
        """The window of that name."""
        return next((each for each in self.windows if each.name == name), None)

    def phase_at(self, time: float) -> Phase | None:
        """The phase that a time falls in."""
        for each in self.windows:
            if each.kind == "phase" and each.start <= time < each.end:
                return each.name  # type: ignore[return-value]
        return None
