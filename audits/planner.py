"""Makes the plan: a pure function of profile, crisis, seed and time scale.

One rule compresses time: `seconds of the run = max(real seconds / scale, floor)`, with one floor a
kind of window. It shortens durations only: latencies, rates, the service's own time-outs and boot
times stay what they are. The floors keep a window longer than the time-outs it must tell apart.
"""

from collections.abc import Iterable, Iterator

from epreuve.audits import VERSION
from epreuve.audits.crisis import Crisis, LoadShape, Stage
from epreuve.audits.network import networks
from epreuve.audits.plan import (
    EDGE_PROBE,
    WITNESS,
    Cohort,
    Load,
    Plan,
    PowerCut,
    Probe,
    Span,
    Suffering,
    Window,
)
from epreuve.audits.profile import COMFORT_SETS, Profile
from epreuve.audits.shape import SHAPES
from epreuve.reports.assessment import Text

FLOOR = {
    "baseline": 6.0,
    "ramp": 12.0,
    "stage": 15.0,
    "power": 36.0,  # a stage with power cuts: boot times are not compressed
    "cut": 1.5,
    "cell": 3.6,
    "patience": 9.0,
    "receipts": 20.0,
}
SETTLE = 0.4  # seconds between two cells: what the healed fault let go dies down
CELL = 60.0  # real seconds of one dependency cut or slowed
CELL_TRIES = 4  # tries of each critical journey in a cell
SLOW = 10_000  # ms that DEG-1 adds to a slow dependency
PATIENCE = 180.0  # real seconds that FRU-2 grants a step
RECEIPTS = 300.0  # real seconds to read every receipt again, at most
DRAIN = 0.4  # of a stage, at most: what begins later is not judged in it
WITNESS_RATE = 2.0  # witnesses a second while the power is cut and comes back


def make_plan(profile: Profile, crisis: Crisis, *, seed: int, scale: float) -> Plan:
    """The plan of one run; the same for the same arguments."""
    return _Planner(profile, crisis, seed, scale).plan()


def _text(fr: str, en: str) -> Text:
    return Text(fr=fr, en=en)


class _Planner:
    """Lays windows one after the other, and what happens in each."""

    def __init__(self, profile: Profile, crisis: Crisis, seed: int, scale: float) -> None:
        self.profile, self.crisis, self.seed, self.scale = profile, crisis, seed, scale
        self.patience = self._seconds(PATIENCE, "patience")
        self.now = 0.0
        self.windows: list[Window] = []
        self.spans: list[Span] = []
        self.cuts: list[PowerCut] = []
        self.loads: list[Load] = []
        self.probes: list[Probe] = []

    def plan(self) -> Plan:
        self._before()
        during = [stage for stage in self.crisis.stages if stage.phase == "during"]
        after = [stage for stage in self.crisis.stages if stage.phase == "after"]
        start = self.now
        self._matrix()  # before the crowd: what it leaves behind would blur each cell's one cause
        for stage in during:
            self._stage(stage)
        self._phase("during", _text("Pendant", "During"), start)
        start = self.now
        for stage in after:
            self._stage(stage)
        self._phase("after", _text("Après", "After"), start)
        return Plan(
            epreuve=VERSION, profile=self.profile, crisis=self.crisis, seed=self.seed,
            scale=self.scale, patience=self.patience,
            relances=(5, max(5 / self.scale, 0.5), max(30 / self.scale, 1.5)),
            cohorts=tuple(self._cohorts()), windows=tuple(self.windows), spans=tuple(self.spans),
            cuts=tuple(self.cuts), loads=tuple(self.loads), probes=tuple(self.probes),
            duration=round(self.now, 3), receipts_within=self._seconds(RECEIPTS, "receipts"),
        )  # fmt: skip

    def _seconds(self, real: float, kind: str) -> float:
        return round(max(real / self.scale, FLOOR[kind]), 3)

    def _window(self, kind: str, name: str, title: Text, length: float, drain: float) -> Window:
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

    def _phase(self, name: str, title: Text, start: float) -> None:
        if start < self.now:
            end, self.now = self.now, start
            self._window("phase", name, title, end - start, 0.0)

    def _before(self) -> None:
        self.probes = [
            Probe(at=0.2, name="edge page"),
            Probe(at=0.4, name="pages"),
            Probe(at=0.6, name="human channel"),
        ]
        quarter = self.crisis.before / 4
        first = self._seconds(quarter, "baseline")
        for number in (1, 2):
            title = _text(f"Ligne de base {number}", f"Baseline {number}")
            window = self._window("baseline", f"baseline-{number}", title, first, first / 4)
            points = ((window.start, self._rate(1.0)), (window.end, self._rate(1.0)))
            self._add_load(title.en, window, points, {WITNESS: 1.0}, self._journeys(), even=True)
        peak = max(stage.load.peak for stage in self.crisis.stages)
        length = self._seconds(2 * quarter, "ramp")
        window = self._window("ramp", "ramp", _text("Montée en charge", "Ramp"), length, 0.0)
        points = ((window.start, self._rate(1.0)), (window.end, self._rate(peak)))
        self._add_load("ramp", window, points, {WITNESS: 1.0}, self._journeys())
        self._phase("before", _text("Avant", "Before"), 0.0)
        for link in (EDGE_PROBE, *edge_doors(self.profile)):
            self._suffer(link, "edge", 0.0, self.now)

    def _stage(self, stage: Stage) -> None:
        length = self._seconds(stage.lasts, "power" if stage.cuts else "stage")
        drain = min(self.patience + 1.0, length * DRAIN)
        window = self._window("stage", stage.id, stage.title, length, drain)
        self._load(window, stage.load, stage.networks or {WITNESS: 1.0})
        for name in stage.networks:
            if networks()[name].linked:
                self._network(name, window)
        for name, each in self.profile.dependencies.items():
            if each.set in stage.silent:
                self._fault(name, Suffering(kind="silent"), window.start, window.end)
            elif each.set in stage.slow:
                self._fault(name, Suffering(kind="slow", latency=SLOW), window.start, window.end)
        self._power(stage, window)
        if stage.cuts or stage.phase == "after":
            self._witnesses(window)

    def _power(self, stage: Stage, window: Window) -> None:
        if self.profile.power.level == "none":
            return
        ratio = (window.end - window.start) / stage.lasts
        for cut in stage.cuts:
            start = window.start + cut.after * ratio
            end = start + max(cut.lasts * ratio, FLOOR["cut"])
            pattern = stage.power if cut != stage.cuts[0] or len(stage.cuts) == 1 else "P2"
            self.cuts.append(
                PowerCut(stage=stage.id, pattern=pattern, start=round(start, 3), end=round(end, 3))
            )

    def _network(self, name: str, window: Window) -> None:
        """One span while consecutive stages keep the same network."""
        last = next((s for s in reversed(self.spans) if s.subject == name), None)
        if last is not None and last.end == window.start:
            self.spans.remove(last)
            self.spans.append(last.model_copy(update={"end": window.end}))
            return
        self._suffer(name, name, window.start, window.end)

    def _suffer(self, cohort: str, network: str, start: float, end: float) -> None:
        suffers = Suffering(kind="network", network=network)
        link = citizen_link(cohort)
        self.spans.append(Span(link=link, subject=cohort, suffers=suffers, start=start, end=end))

    def _fault(self, name: str, suffers: Suffering, start: float, end: float) -> None:
        self.spans.append(
            Span(link=dependency_link(name), subject=name, suffers=suffers, start=start, end=end)
        )

    def _matrix(self) -> None:
        """Each dependency in turn, silent then slow; those of comfort are only silenced."""
        for name, each in self.profile.dependencies.items():
            modes = ("silent",) if each.set in COMFORT_SETS else ("silent", "slow")
            for mode in modes:
                self._cell(name, mode)

    def _cell(self, name: str, mode: str) -> None:
        word = {"silent": _text("muet", "silent"), "slow": _text("lent", "slow")}[mode]
        title = _text(f"{name} : {word.fr}", f"{name}: {word.en}")
        length = self._seconds(CELL, "cell")
        window = self._window("cell", f"{name}:{mode}", title, length, length * 0.75)
        latency = SLOW if mode == "slow" else 0
        suffers = Suffering.model_validate({"kind": mode, "latency": latency})
        self._fault(name, suffers, window.start, window.end)
        journeys = dict.fromkeys(self.profile.critical(), 1.0)
        span = (window.start + 0.2, window.closes)
        each = CELL_TRIES * len(journeys) / (span[1] - span[0])
        points = ((span[0], each), (span[1], each))
        self._add_load(window.name, window, points, {WITNESS: 1.0}, journeys, even=True)
        if mode == "silent" and self.profile.dependencies[name].set == "DB":
            self.probes.append(Probe(at=round(window.start + 0.3, 3), name="information"))
        self.now = round(self.now + SETTLE, 3)

    def _witnesses(self, window: Window) -> None:
        journeys = dict.fromkeys(self.profile.critical(), 1.0)
        points = ((window.start, WITNESS_RATE), (window.end, WITNESS_RATE))
        name = f"{window.name}:witnesses"
        self._add_load(name, window, points, {WITNESS: 1.0}, journeys, even=True)

    def _load(self, window: Window, shape: LoadShape, mix: dict[str, float]) -> None:
        function = SHAPES[shape.shape]
        steps = max(int(window.end - window.start) * 4, 1)
        times = [window.start + (window.end - window.start) * i / steps for i in range(steps + 1)]
        points = tuple(
            (round(t, 3), self._rate(function((t - window.start) * self.scale, shape.peak)))
            for t in times
        )
        self._add_load(window.name, window, points, mix, self._journeys())

    def _add_load(
        self, name: str, window: Window, points: tuple[tuple[float, float], ...],
        mix: dict[str, float], journeys: dict[str, float], even: bool = False,
    ) -> None:  # fmt: skip
        self.loads.append(
            Load(
                name=name, start=window.start, end=window.end, points=points, mix=mix,
                journeys=journeys, even=even,
            )
        )  # fmt: skip

    def _rate(self, multiplier: float) -> float:
        return round(self.profile.service.normal_peak * multiplier, 6)

    def _journeys(self) -> dict[str, float]:
        return {name: each.share for name, each in self.profile.journeys.items()}

    def _cohorts(self) -> Iterator[Cohort]:
        yield Cohort(name=WITNESS, linked=True)
        yield Cohort(name=EDGE_PROBE, linked=True)
        for name in dict.fromkeys(_networks(self.crisis.stages)):
            yield Cohort(name=name, linked=networks()[name].linked)


def _networks(stages: Iterable[Stage]) -> Iterator[str]:
    for stage in stages:
        yield from stage.networks


def edge_doors(profile: Profile) -> dict[str, str]:
    """Doors of the EDGE probe to the third parties that pages load from: door -> dependency."""
    return {
        f"{EDGE_PROBE}-{name}": name
        for name, each in profile.dependencies.items()
        if each.set in COMFORT_SETS
    }


def citizen_link(cohort: str) -> str:
    """The name of the proxy between a cohort and the service."""
    return f"citizens-{cohort}"


def dependency_link(name: str) -> str:
    """The name of the proxy between the service and a dependency."""
    return f"dependency-{name}"
