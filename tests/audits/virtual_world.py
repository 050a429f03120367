"""World in virtual time, and small plans for it."""

from collections.abc import Sequence

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.planning.barrier import Barrier, Stop
from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span, Window
from epreuve.audits.planning.steps import Step
from epreuve.audits.profile.power import PowerLevel
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.reports.text import Text

TITLE = Text(fr="étape", en="stage")


class VirtualClock:
    """Clock that advances only when a caller sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep_until(self, time: float) -> None:
        self.time = max(self.time, time)


class World:
    """Keeps what was done to it, and raises `error` at its `fatal`-th moment.

    Each action has two moments, before and after it took effect.
    """

    def __init__(self, fatal: int = -1, error: BaseException | None = None) -> None:
        self.clock = VirtualClock()
        self.done: list[tuple[float, str]] = []
        self.faulty: list[str] = []
        self.dark = False
        self.fatal, self.error = fatal, error
        self.moments = 0
        self.struck_after: int | None = None  # how much was done when the error struck
        self.observations: list[Observation[Record]] = []
        self.broken: set[str] = set()  # links that cannot be healed
        self.open: list[int] = []  # open journeys at each look; then none
        self.journeys: list[bool] = []  # success of each control user; then True
        self.boots: list[bool] = []  # whether the service is ready at each look; then True

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.fatal and self.error is not None:
            self.struck_after = len(self.done)
            raise self.error

    def _did(self, what: str) -> None:
        self.done.append((round(self.clock.now(), 6), what))

    def begin(self, span: Span) -> Confirmation:
        self.moment()
        self._did(f"begin {span.link}")
        self.faulty.append(span.link)
        self.moment()
        return Confirmation(enabled=True, upstream="", toxics=())

    def heal(self, span: Span) -> FaultTraffic:
        self.moment()
        if span.link in self.broken:
            raise OSError("no answer")
        self._did(f"heal {span.link}")
        if span.link in self.faulty:
            self.faulty.remove(span.link)
        self.moment()
        return FaultTraffic()

    power_level: PowerLevel = "process"

    def power_off(self) -> CutReport:
        self.moment()
        self._did("off")
        self.dark = True
        self.moment()
        return CutReport()

    def power_on(self) -> None:
        self.moment()
        self._did("on")
        self.dark = False
        self.moment()

    def send_probe(self, probe: Probe) -> None:
        self.moment()
        self._did(f"look {probe.name}")

    def open_journeys(self, planned: float) -> int:
        self.moment()
        return self.open.pop(0) if self.open else 0

    def works(self) -> bool:
        self.moment()
        return self.journeys.pop(0) if self.journeys else True

    def is_ready(self) -> bool:
        self.moment()
        return self.boots.pop(0) if self.boots else True

    def resume(self, barrier: int, stops: Sequence[Stop]) -> None:
        self.moment()
        self._did(f"resume {barrier} after {sum(stop.lasted for stop in stops):g}")

    def check(self) -> None:
        self.moment()

    def record(self, observation: Observation[Record]) -> None:
        self.moment()
        self.observations.append(observation)

    def tell(self, step: Step) -> None:
        self.moment()

    def play(self, plan: Plan) -> None:
        Interpreter(plan, self, self.clock, self.record, self.tell).play()


def span(link: str, start: float, end: float) -> Span:
    return Span(link=link, subject=link, fault=Silent(), start=start, end=end)


def cut(start: float, end: float) -> PowerCut:
    return PowerCut(stage="c", pattern="P1", start=start, end=end)


def plan(
    spans: tuple[Span, ...] = (),
    cuts: tuple[PowerCut, ...] = (),
    probes: tuple[Probe, ...] = (),
    duration: float = 20.0,
    barriers: tuple[Barrier, ...] = (),
) -> Plan:
    """Only what an interpreter reads."""
    window = Window(kind="stage", name="a", title=TITLE, start=0, closes=duration, end=duration)
    return Plan.model_construct(
        windows=(window,), spans=spans, cuts=cuts, loads=(), probes=probes, barriers=barriers,
        duration=duration,
    )  # fmt: skip


SMALL = plan(
    spans=(span("db", 2, 6), span("crowd", 0, 12), span("id", 6, 9), span("db", 6, 8)),
    cuts=(cut(10, 11), cut(13, 14)),
    barriers=(
        Barrier(at=6, kind="settle", window="a", limit=3),
        Barrier(at=12, kind="recover", window="a", limit=3),
    ),
    probes=(Probe(at=1, name="pages"), Probe(at=6, name="information")),
)
ERRORS = (KeyboardInterrupt(), NotMeasurable("the service is gone"), RuntimeError("a bug"))
