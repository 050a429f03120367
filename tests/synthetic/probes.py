"""Probes of a synthetic service: what they would record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from epreuve.audits.checks.degradation.form_probe import FormObservation
from epreuve.audits.checks.durability.lost_answer_probe import USERS, LostAnswerObservation
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.recovery.backlog_probe import (
    BACKLOG,
    BACKLOG_EVERY,
    BACKLOG_OUTAGES,
    BacklogObservation,
)
from epreuve.audits.planning.barrier import Stop
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Probe
from epreuve.audits.planning.played import played
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.probes.browser.page_record import HTML_PARSER, PageObservation
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.load.plan import Endpoint
from tests.synthetic.service import SyntheticService
from tests.synthetic.virtual_time import VirtualTime

PAGE_LIMIT = 20.0  # seconds, as in a run
RESENT = 1.0  # seconds before a refused form is sent again


@dataclass
class ProbeState:
    """The plan as it is played, the service, and where records go."""

    planned: Plan
    service: SyntheticService
    time: VirtualTime
    record: Callable[[Row], None]
    filled: list[tuple[str, float]] = field(default_factory=list)  # journey, time
    passed: int = 0

    def __post_init__(self) -> None:
        self.plan = self.planned

    def follow(self, stops: Sequence[Stop]) -> None:
        """Move the plan by the pauses so far."""
        self.plan, self.passed = played(self.planned, stops), len(stops)

    def end_of(self, name: str) -> float | None:
        """Return when a window ended; None while it lasts."""
        window = self.plan.window(name)
        if window is None or self.time.now() < window.end:
            return None
        before = sum(barrier.at <= window.end for barrier in self.plan.barriers)
        return window.end if self.passed >= before else None

    def endpoints(self, limit: float) -> Mapping[str, Endpoint]:
        """Return the endpoint of the clean link with a limit for each step."""
        return {CONTROL_COHORT: Endpoint("http://127.0.0.1:1", "127.0.0.1:1", limit)}

    def keep(self, subject: str, record: Record) -> None:
        """Record an observation."""
        self.record(Observation(self.time.now(), subject, record))

    def get(self, path: str, limit: float) -> HttpResponse | None:
        """Return a page; None without a good one."""
        try:
            page = self.service.fetch(HttpRequest("GET", path, {}, b""), limit, CONTROL_COHORT)
        except ExchangeError:
            return None
        return page if page.status == 200 else None

    def file(self, name: str) -> str | None:
        """Return the receipt of a submission; None without one."""
        body = f"name={quote(name)}".encode()
        try:
            page = self.service.fetch(
                HttpRequest("POST", "/request", {}, body), PAGE_LIMIT, CONTROL_COHORT
            )
        except ExchangeError:
            return None
        return page.text.partition("number ")[2] or None if page.status == 200 else None


def _information(state: ProbeState, probe: Probe) -> None:
    for path in state.plan.profile.information:
        served = state.get(path, state.plan.patience_of(CONTROL_COHORT)) is not None
        outcome = "success" if served else "first byte timeout"
        record = InformationObservation(served=served, outcome=outcome, window=probe.about)
        state.keep(path, record)


def _traffic(state: ProbeState, probe: Probe) -> None:
    opened = {
        dependency_link(name): state.service.connections[name]
        for name in state.plan.profile.dependencies
    }
    signs_in = {name for name, one in state.service.profile.dependencies.items() if one.set == "ID"}
    sign_ins = {
        dependency_link(name): state.service.connections[name]
        for name in state.plan.profile.dependencies
        if name in signs_in
    }
    state.keep(probe.about, TrafficObservation(opened=opened, sign_ins=sign_ins))


def _fill(state: ProbeState, probe: Probe) -> None:
    for name in state.plan.profile.critical():
        if state.get(f"/{name}", PAGE_LIMIT) is not None:
            state.filled.append((name, state.time.now()))


def _resume(state: ProbeState, probe: Probe) -> None:
    """Send each form, again within the users' patience where it is refused."""
    patience = state.plan.patience_of(CONTROL_COHORT)
    for name, filled_at in state.filled:
        end = state.time.now() + patience
        while (receipt := state.file(f"interrupted {name}")) is None and state.time.now() < end:
            state.time.sleep(RESENT)
        record = FormObservation(
            filled="success", filled_at=filled_at, resumed="success" if receipt else "refused",
            detail="", kept=receipt in state.service.stored,
        )  # fmt: skip
        state.keep(name, record)


def _backlog(state: ProbeState, probe: Probe) -> None:
    started = state.time.now()
    receipts = [
        state.file(f"backlog {probe.about} {rank}")
        for rank in range(BACKLOG)
        if state.end_of(probe.about) is None
    ]
    filed = [one for one in receipts if one] if state.end_of(probe.about) is None else []
    while (back := state.end_of(probe.about)) is None:
        state.time.sleep(BACKLOG_EVERY)
    outage, completed_at, left = back - started, 0.0, filed
    while left and state.time.now() < back + BACKLOG_OUTAGES * outage:
        state.time.sleep(BACKLOG_EVERY)
        stored = state.service.stored
        left = [one for one in left if one not in stored or not stored[one].forwarded]
        completed_at = 0.0 if left else state.time.now()
    record = BacklogObservation(
        filed=len(filed), left=len(left), completed_at=completed_at,
        partner_back_at=back, outage=outage,
    )  # fmt: skip
    state.keep(probe.about, record)


def _pages(state: ProbeState, probe: Probe) -> None:
    """Load the page of each critical journey with its parts, one after another."""
    for name in state.plan.profile.critical():
        began, path = state.time.now(), f"/{name}"
        page = state.get(path, PAGE_LIMIT)
        text = "" if page is None else page.text
        parts = [state.get(f"/part/{rank}", PAGE_LIMIT) for rank in range(text.count("<img"))]
        took = None if page is None else state.time.now() - began
        comfort = state.service.comfort if text else ()
        size = sum(one.size for one in (page, *parts) if one is not None)
        record = PageObservation(
            outcome="success" if page is not None else "http error", detail="",
            status=200 if page is not None else 503, useful=took, complete=took, limit=PAGE_LIMIT,
            bytes=size, third_party_bytes=0, requests=1 + len(parts), elements=3 + len(parts),
            hosts=(), third_parties=comfort, failed=("/part: 503",) * parts.count(None),
            repeat_bytes=size, reader=HTML_PARSER,
        )  # fmt: skip
        state.keep(path, record)


def _human_channel(state: ProbeState, probe: Probe) -> None:
    state.keep("/", HumanChannelObservation(phone=True, counter=True))


def _lost_answers(state: ProbeState, probe: Probe) -> None:
    for rank in range(USERS):
        first, again = state.file(f"lost {rank}"), state.file(f"lost {rank}")
        if first is not None and again is not None:
            record = LostAnswerObservation(status=200, resent="success", unique=first == again)
            state.keep("request", record)


PROBES: Mapping[str, Callable[[ProbeState, Probe], None]] = {
    "information": _information,
    "traffic": _traffic,
    "form": _fill,
    "form resumed": _resume,
    "backlog": _backlog,
    "human channel": _human_channel,
    "pages": _pages,
    "lost answers": _lost_answers,
}
