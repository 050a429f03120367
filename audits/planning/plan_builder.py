"""Builder of a plan: windows follow one another, with faults and loads in them.

One rule compresses time: `seconds of the run = max(real seconds / scale, needed seconds)`. It
shortens the durations of the crisis only. Networks, the service and the patience of users keep
their real speed (`docs/decisions/time.md`). `sizes` computes the seconds that a judgement needs.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.barrier import Barrier
from epreuve.audits.planning.calibration import Calibration
from epreuve.audits.planning.load import Load, Return
from epreuve.audits.planning.part import Part
from epreuve.audits.planning.patience import patience_on
from epreuve.audits.planning.plan import CONTROL_COHORT, PowerCut, Span, Window
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.proxy_names import citizen_link, dependency_link
from epreuve.audits.planning.scale import FULL
from epreuve.audits.planning.sizes import Sizes
from epreuve.audits.profile.model import Profile
from epreuve.faults.fault import Fault
from epreuve.reports.assessment import Phase
from epreuve.reports.phases import phase_titles
from epreuve.reports.text import Text

SHORTEST = {
    "baseline": 6.0,
    "ramp": 30.0,  # six parts of five seconds: a queue needs some seconds to show
    "stage": 15.0,
    "cut": 1.5,
    "cell": 1.0,  # seconds in which the journeys of a cell begin
}
RECOVER_WITHIN = 30.0  # seconds for a service to work again after a fault, before the next one
RECORDED_WITHIN = 2.0  # seconds from the end of a journey to its record, on a busy bench [A]

Points = tuple[tuple[float, float], ...]


class PlanBuilder:
    """Parts of a plan so far; `now` is the start of the next window, in seconds of the run."""

    def __init__(
        self, profile: Profile, crisis: Crisis, calibration: Calibration, seed: int, scale: float,
        probe_cohorts: Sequence[ProbeCohort] = (), left_out: Collection[Part] = (),
    ) -> None:  # fmt: skip
        self.profile, self.crisis, self.seed, self.scale = profile, crisis, seed, scale
        self.calibration, self.sizes = calibration, Sizes(profile, calibration)
        self._probe_cohorts, self.left_out = probe_cohorts, left_out
        self.now = 0.0
        self.windows: list[Window] = []
        self.spans: list[Span] = []
        self.cuts: list[PowerCut] = []
        self.loads: list[Load] = []
        self.returns: list[Return] = []
        self.barriers: list[Barrier] = []

    def seconds(self, real: float, kind: str, needed: float = 0.0) -> float:
        """Return the seconds of the run for real seconds; `needed` are those that judging needs."""
        return round(max(real / self.scale, SHORTEST[kind], needed), 3)

    def patience(self, *cohorts: str) -> float:
        """Return the longest patience of the users of some cohorts."""
        declared = self.profile.service.patience
        return max(patience_on(cohort, declared, self.calibration) for cohort in cohorts)

    def settle(self, window: Window, *cohorts: str, shortest: float = 0.0) -> None:
        """Pause at the end of a window until its journeys have ended.

        It lasts at most as long as a journey in calm of which one step takes the whole patience.
        The journeys that give up last are recorded a moment later: they are not cut off.
        """
        calm = max(map(self.calibration.longest_journey, cohorts))
        limit = max(self.patience(*cohorts) + calm, shortest) + RECORDED_WITHIN
        self.barriers.append(Barrier(at=window.end, kind="settle", window=window.name, limit=limit))

    def recover(self, window: Window) -> None:
        """Pause after a window, once its faults are healed, until a journey succeeds again."""
        self.barriers.append(
            Barrier(at=self.now, kind="recover", window=window.name, limit=RECOVER_WITHIN)
        )

    def await_boot(self, window: Window, at: float) -> None:
        """Pause, after the power is back, until the service responds, `boot_within` at most."""
        limit = self.profile.power.boot_within
        self.barriers.append(Barrier(at=at, kind="boot", window=window.name, limit=limit))

    def window(self, kind: str, name: str, title: Text, length: float, drain: float) -> Window:
        """Add the next window; no user arrives in its last `drain` seconds."""
        if kind != "phase":
            self._end_probe_faults(name)
        window = Window.model_validate(
            {
                "kind": kind,
                "name": name,
                "title": title,
                "start": round(self.now, 3),
                "closes": round(self.now + length - drain, 3),
                "end": round(self.now + length, 3),
            }
        )
        self.windows.append(window)
        self.now = window.end
        return window

    @contextmanager
    def phase(self, name: Phase) -> Iterator[None]:
        """Make a phase of the windows that are added inside the context."""
        self._end_probe_faults(name)
        start = self.now
        yield
        if start < self.now:
            end, self.now = self.now, start
            self.window("phase", name, phase_titles()[name], end - start, 0.0)

    def _end_probe_faults(self, window: str) -> None:
        """Add the faults of probes that last until this window, which begins now."""
        for cohort in self._probe_cohorts:
            if cohort.until != window:
                continue
            if self.scale <= FULL:
                self.now = max(self.now, cohort.start + cohort.lasts)
            for subject, fault in cohort.faults(self.profile):
                self.cohort_fault(subject, fault, cohort.start, self.now)

    def cohort_fault(self, cohort: str, fault: Fault | str, start: float, end: float) -> None:
        """Put a fault, or the network of an id, on the link of a cohort."""
        network = fault if isinstance(fault, str) else None
        self.spans.append(
            Span(
                link=citizen_link(cohort), subject=cohort, start=start, end=end, network=network,
                fault=networks()[fault].fault(self.seed) if isinstance(fault, str) else fault,
            )
        )  # fmt: skip

    def dependency_fault(self, name: str, fault: Fault, start: float, end: float) -> None:
        """Put a fault on a dependency."""
        link = dependency_link(name)
        self.spans.append(Span(link=link, subject=name, fault=fault, start=start, end=end))

    def cut(self, stage: str, pattern: str, start: float, end: float) -> None:
        """Cut the power."""
        times = {"start": round(start, 3), "end": round(end, 3)}
        self.cuts.append(PowerCut(stage=stage, pattern=pattern, **times))

    def load(
        self, name: str, window: Window, points: Points, mix: dict[str, float],
        journeys: dict[str, float], even: bool = False,
    ) -> None:  # fmt: skip
        """Add users who arrive in a window, from the first point on."""
        self.loads.append(
            Load(
                name=name, start=points[0][0], end=window.closes, points=points, mix=mix,
                journeys=journeys, even=even,
            )
        )  # fmt: skip

    def control_load(
        self, name: str, window: Window, start: float, end: float, rate: float
    ) -> None:
        """Add users on a clean link, at equal intervals, each critical journey in turn."""
        journeys = dict.fromkeys(self.profile.critical(), 1.0)
        points = ((start, rate), (end, rate))
        self.load(name, window, points, {CONTROL_COHORT: 1.0}, journeys, even=True)

    def rate(self, multiplier: float) -> float:
        """Return the arrivals per second at a multiple of the declared normal peak."""
        return round(self.profile.service.normal_peak * multiplier, 6)

    def journeys(self) -> dict[str, float]:
        """Return the share of each journey."""
        return {name: journey.share for name, journey in self.profile.journeys.items()}
