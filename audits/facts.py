"""What the evidence says, one fact at a time: each fact is what a judgement asks for by name.

A judgement's parameter names are names of methods here, as a test names its fixtures. A fact that
the evidence cannot give raises `NoEvidence`, and only the criteria that asked for it feel it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from epreuve.audits.arrivals import expected
from epreuve.audits.crisis import Stage
from epreuve.audits.no_evidence import NoEvidence
from epreuve.audits.plan import Plan, PowerCut, Window
from epreuve.audits.profile import OWN_SETS, Objectives
from epreuve.probes.evidence import Attempt, Observation
from epreuve.probes.store import Evidence

NEVER_SENT = frozenset({"no link", "dropped"})
USEFUL = 0.95  # share of critical journeys that succeed when a service is useful (REC-1)
USEFUL_WINDOW = 300.0  # real seconds over which that share is taken
RAMP_PARTS = 3
FEWEST = 4  # attempts under which a share says nothing


@dataclass(frozen=True)
class Tries:
    """How often something was tried, and how often it worked."""

    tried: int
    succeeded: int

    @property
    def share(self) -> float:
        """0..1."""
        return self.succeeded / self.tried


@dataclass(frozen=True)
class Cell:
    """One critical journey while one dependency was silent or slow."""

    journey: str
    dependency: str
    set: str
    mode: str
    tried: int
    completed: int
    acknowledged: int
    waits: tuple[float, ...]  # seconds to success or to a clear message; infinite without either


@dataclass(frozen=True)
class Goodput:
    """Critical journeys that succeed, a second."""

    peak: float
    best: float


@dataclass(frozen=True)
class Recovery:
    """One power cut and the way back; `useful` is None when the service never was again."""

    pattern: str
    cut: float
    power_back: float
    answering: float | None  # the first success after the power was back
    useful: float | None


@dataclass(frozen=True)
class Receipts:
    """The audit of what was promised."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value with at least `share` of the values at or below it (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def judged(attempts: Iterable[Attempt], window: Window) -> list[Attempt]:
    """The attempts that a window judges: begun before it closes by someone who has a link."""
    return [
        each
        for each in attempts
        if window.start <= each.intended < window.closes and each.outcome not in NEVER_SENT
    ]


def succeeded(attempt: Attempt, end: float) -> bool:
    """Done, and done while the window lasted: what is still in flight then has failed."""
    return attempt.outcome == "success" and attempt.ended <= end


class Facts:
    """All facts of one run, each computed once and when first asked for."""

    def __init__(self, plan: Plan, evidence: Evidence) -> None:
        self.plan = plan
        self.evidence = evidence

    @property
    def objectives(self) -> Objectives:
        """What the operator promised."""
        return self.plan.profile.objectives

    # --- attempts ---

    @cached_property
    def attempts(self) -> list[Attempt]:
        """Every attempt of a critical journey."""
        critical = self.plan.profile.critical()
        return [each for each in self.evidence.attempts() if each.journey in critical]

    def tries(self, window: Window, cohorts: frozenset[str] = frozenset()) -> Tries:
        """Critical journeys judged in a window, of the given cohorts or of all."""
        found = [e for e in judged(self.attempts, window) if not cohorts or e.cohort in cohorts]
        if len(found) < FEWEST:
            raise NoEvidence(
                f"{len(found)} démarche(s) seulement dans « {window.title.fr} »",
                f"only {len(found)} journey(s) in “{window.title.en}”",
            )
        return Tries(len(found), sum(succeeded(each, window.end) for each in found))

    @cached_property
    def surge_stage(self) -> tuple[Stage, Window]:
        """The stage whose only cause of failure is the crowd: nothing silent, slow or cut."""
        for stage in self.plan.crisis.stages:
            window = self.plan.window(stage.id)
            clean = not (stage.silent or stage.slow or stage.cuts)
            if stage.phase == "during" and clean and stage.load.peak > 1 and window is not None:
                return stage, window
        raise NoEvidence(
            "cette crise n'a pas d'étape d'affluence seule",
            "this crisis has no stage of surge alone",
        )

    @cached_property
    def surge(self) -> Tries:
        """Critical journeys in the surge."""
        return self.tries(self.surge_stage[1])

    @cached_property
    def flash(self) -> Tries:
        """Critical journeys in the first five minutes of the surge (at the run's scale)."""
        stage, window = self.surge_stage
        if stage.load.shape != "annonce":
            raise NoEvidence("l'affluence n'est pas brutale", "the surge is not sudden")
        closes = min(window.start + max(300 / self.plan.scale, 5.0), window.closes)
        return self.tries(window.model_copy(update={"closes": closes}))

    @cached_property
    def poor_links(self) -> Tries:
        """Critical journeys in the surge over `edge-lossy` and `4g-congested`."""
        return self.tries(self.surge_stage[1], frozenset({"edge-lossy", "4g-congested"}))

    @cached_property
    def rebound(self) -> Tries:
        """Critical journeys in the first stage after the crisis."""
        for stage in self.plan.crisis.stages:
            window = self.plan.window(stage.id)
            if stage.phase == "after" and window is not None:
                return self.tries(window)
        raise NoEvidence("cette crise n'a pas d'après", "this crisis has no aftermath")

    @cached_property
    def step_times(self) -> tuple[float, ...]:
        """Seconds of each step in the surge, from when the citizen wanted it; failed: infinite."""
        window = self.surge_stage[1]
        wanted = {each.arrival for each in judged(self.attempts, window)}
        if len(wanted) < FEWEST:
            raise NoEvidence("trop peu de démarches", "too few journeys")
        return tuple(
            each.ended - each.intended if each.outcome == "success" else math.inf
            for each in self.evidence.requests(window.start, window.end)
            if each.arrival in wanted
        )

    @cached_property
    def goodput(self) -> Goodput:
        """At the surge's peak, and the best third of the ramp; asked rate × share of success."""
        window, ramp = self.surge_stage[1], self.plan.window("ramp")
        if ramp is None:
            raise NoEvidence("aucune montée en charge n'a été jouée", "no ramp was played")
        length = (ramp.end - ramp.start) / RAMP_PARTS
        best = 0.0
        for step in range(RAMP_PARTS):
            start = ramp.start + step * length
            part = ramp.model_copy(
                update={"start": start, "closes": start + length, "end": ramp.end + 5.0}
            )
            best = max(best, self.tries(part).share * self._asked("ramp", start, start + length))
        if not best:
            raise NoEvidence("aucune démarche n'a réussi avant la crise", "nothing worked before")
        plateau = (window.start + 60 / self.plan.scale, window.closes)
        asked = self._asked(window.name, *plateau) * self._linked_share(window.name)
        return Goodput(peak=self.surge.share * asked, best=best)

    def _asked(self, load: str, start: float, end: float) -> float:
        found = next(each for each in self.plan.loads if each.name == load)
        return expected(found, start, end) / (end - start)

    def _linked_share(self, load: str) -> float:
        linked = {each.name for each in self.plan.cohorts if each.linked}
        mix = next(each.mix for each in self.plan.loads if each.name == load)
        return sum(share for name, share in mix.items() if name in linked) / sum(mix.values())

    # --- dependencies ---

    @cached_property
    def matrix(self) -> tuple[Cell, ...]:
        """Journey × dependency × mode, as tried by witnesses on a clean link."""
        cells = [cell for window in self.plan.windows for cell in self._cells(window)]
        if not cells:
            raise NoEvidence(
                "aucune dépendance n'est derrière un mandataire", "no dependency is behind a proxy"
            )
        return tuple(cells)

    def _cells(self, window: Window) -> Iterable[Cell]:
        if window.kind != "cell":
            return
        dependency, mode = window.name.rsplit(":", 1)
        confirmed = self.confirmed_links
        if f"dependency-{dependency}" not in confirmed:
            return
        for journey in self.plan.profile.critical():
            found = [each for each in judged(self.attempts, window) if each.journey == journey]
            if found:
                yield Cell(
                    journey=journey,
                    dependency=dependency,
                    set=self.plan.profile.dependencies[dependency].set,
                    mode=mode,
                    tried=len(found),
                    completed=sum(succeeded(each, window.end) for each in found),
                    acknowledged=sum(-1 < each.receipt_at <= window.end for each in found),
                    waits=tuple(_wait(each, window.end) for each in found),
                )

    @cached_property
    def confirmed_links(self) -> frozenset[str]:
        """The links on which a fault was asked for and read back."""
        return frozenset(
            each.subject
            for each in self.evidence.observations("fault")
            if each.value.get("what") == "begin" and each.value.get("confirmed")
        )

    @cached_property
    def indispensable_hosts(self) -> tuple[str, ...]:
        """Third parties whose silence breaks at least one critical journey."""
        return tuple(
            dict.fromkeys(
                cell.dependency
                for cell in self.matrix
                if cell.mode == "silent"
                and cell.set not in OWN_SETS
                and cell.completed < cell.tried / 2
            )
        )

    def without(self, *sets: str) -> tuple[Cell, ...]:
        """The silent cells of the dependencies of some sets."""
        cells = tuple(c for c in self.matrix if c.mode == "silent" and c.set in sets)
        if not cells:
            names = ", ".join(sets)
            raise NoEvidence(
                f"aucune dépendance déclarée du type {names}",
                f"no dependency of set {names} declared",
            )
        return cells

    @cached_property
    def without_identity(self) -> tuple[Cell, ...]:
        """Cells with the identity provider silent."""
        return self.without("ID")

    @cached_property
    def without_codes(self) -> tuple[Cell, ...]:
        """Cells with the SMS or mail gateway silent."""
        return self.without("OTP", "MAIL")

    @cached_property
    def without_payment(self) -> tuple[Cell, ...]:
        """Cells with the payment provider silent."""
        return self.without("PAY")

    @cached_property
    def information(self) -> Tries:
        """Information pages asked for while the database was silent."""
        seen = list(self.evidence.observations("information"))
        if not seen:
            raise NoEvidence(
                "aucune base de données derrière un mandataire, ou aucune page `information:`",
                "no database behind a proxy, or no `information:` page",
            )
        return Tries(len(seen), sum(bool(each.value.get("served")) for each in seen))

    # --- pages ---

    def _pages(self, probe: str) -> tuple[Observation, ...]:
        seen = tuple(self.evidence.observations(probe))
        if not seen:
            raise NoEvidence("aucune page n'a été chargée", "no page was loaded")
        return seen

    @cached_property
    def pages(self) -> tuple[Observation, ...]:
        """Cold loads of the critical journeys' pages on a clean link."""
        return self._pages("page")

    @cached_property
    def edge_page(self) -> Observation:
        """The cold load of the entry page on `edge`."""
        return self._pages("edge page")[0]

    @cached_property
    def human_channel(self) -> tuple[Observation, ...]:
        """What each critical page and an error page show of a way without a screen."""
        return self._pages("human channel")

    # --- durability and recovery ---

    @cached_property
    def receipts(self) -> Receipts:
        """Every receipt given, and what became of it."""
        given = self.evidence.query("SELECT count(*) FROM attempt WHERE receipt <> ''")[0][0]
        seen = [each.value for each in self.evidence.observations("receipt")]
        read = [each for each in seen if each.get("read")]
        if not read:
            raise NoEvidence(
                "aucun accusé de réception n'a pu être relu", "no receipt could be read"
            )
        return Receipts(
            acknowledged=int(str(given)),
            audited=len(read),
            lost=sum(not each["found"] for each in read),
            altered=sum(bool(each["found"]) and not each["intact"] for each in read),
            duplicated=sum(each["once"] is False for each in read),
        )

    @cached_property
    def deferred(self) -> Tries:
        """Journeys acknowledged while a back office or partner API was silent, processed after."""
        cells = {(c.dependency, c.mode) for c in self.without("API", "BO")}
        windows = [self.plan.window(f"{name}:{mode}") for name, mode in cells]
        processed = {
            each.value["arrival"]
            for each in self.evidence.observations("receipt")
            if each.value.get("processed")
        }
        wanted = {n for n, j in self.plan.profile.critical().items() if j.processed}
        tried = [
            (attempt, window)
            for window in windows
            if window is not None
            for attempt in judged(self.attempts, window)
            if attempt.journey in wanted
        ]
        if not tried:
            raise NoEvidence(
                "aucune démarche n'a de `processed:`", "no journey says how it is `processed:`"
            )
        done = sum(
            -1 < attempt.receipt_at <= window.end and attempt.arrival in processed
            for attempt, window in tried
        )
        return Tries(len(tried), done)

    @cached_property
    def recoveries(self) -> tuple[Recovery, ...]:
        """Each single cut, and each series of cuts as one."""
        groups: list[list[PowerCut]] = []
        for cut in self.plan.cuts:
            if groups and groups[-1][-1].pattern == cut.pattern:
                groups[-1].append(cut)
            else:
                groups.append([cut])
        played = {round(each.time) for each in self.evidence.observations("power")}
        if not groups or not played:
            raise NoEvidence("le courant n'a pas été coupé", "the power was not cut")
        ends = [group[0].start for group in groups[1:]] + [self.plan.duration]
        return tuple(self._recovery(*each) for each in zip(groups, ends, strict=True))

    def _recovery(self, group: list[PowerCut], until: float) -> Recovery:
        back = group[-1].end
        length = min(max(USEFUL_WINDOW / self.plan.scale, 3.0), (until - back) / 2)
        seen = [e for e in self.attempts if back - 1 <= e.intended and e.outcome not in NEVER_SENT]
        useful, start = None, back
        while useful is None and start + length <= until:
            part = [each for each in seen if start <= each.intended < start + length]
            done = sum(succeeded(each, until) for each in part)
            if len(part) >= FEWEST and done >= USEFUL * len(part):
                useful = start
            start += 0.5
        answering = self._first_success(back, until)
        if useful is not None:  # a citizen who insisted may have come before the service was up
            useful = max(useful, answering or useful)
        return Recovery(group[-1].pattern, group[0].start, back, answering, useful)

    def _first_success(self, after: float, until: float) -> float | None:
        """When the first request sent between two moments succeeded."""
        ((found,),) = self.evidence.query(
            "SELECT min(ended) FROM request "
            "WHERE started >= ? AND ended < ? AND outcome = 'success'",
            after,
            until,
        )
        return None if found is None else float(str(found))


def _wait(attempt: Attempt, end: float) -> float:
    if succeeded(attempt, end) or (attempt.told and attempt.ended <= end):
        return attempt.ended - attempt.intended
    return math.inf
