"""Literal plan and literal evidence for tests of facts."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.audits.runs.records.power import PowerOff, PowerOn
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.browser.page_record import PageObservation, PageRecord
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from tests.audits.records import PAGE, made

TEXT = {"fr": "x", "en": "x"}
STAGES: list[dict[str, Any]] = [
    {"id": "a", "phase": "during", "lasts": "10 min", "title": TEXT,
     "load": {"shape": "announcement", "peak": 10}, "networks": {"edge-lossy": 1.0}},
    {"id": "b", "phase": "during", "lasts": "10 min", "title": TEXT, "load": {"peak": 10},
     "networks": {"edge-lossy": 1.0}, "faults": [{"sets": "ID", "kind": "silent"}]},
    {"id": "c", "phase": "during", "lasts": "14 min", "title": TEXT, "load": {"peak": 5},
     "power": "P2", "cuts": [{"after": "2 min", "lasts": "2 min"}]},
    {"id": "d", "phase": "after", "lasts": "10 min", "title": TEXT, "load": {"peak": 2}},
]  # fmt: skip


def crisis(laid: list[dict[str, Any]] = STAGES) -> Crisis:
    """Four stages, without what a library file must tell its readers."""
    stages = Crisis.model_fields["stages"].annotation
    read = TypeAdapter(stages).validate_python(laid)
    return Crisis.model_construct(
        id="essai", title=TEXT, paragraph=TEXT, facts=(), assumptions=(), before=600.0, stages=read
    )


def profile(**more: Any) -> Profile:
    third = {
        name: {"set": kind, "listen": f"127.0.0.1:{port}", "upstream": f"127.0.0.1:{port + 100}"}
        for name, kind, port in (
            ("base", "DB", 20001), ("identite", "ID", 20002), ("sms", "OTP", 20003),
            ("carte", "MAP", 20004), ("partenaire", "API", 20005),
        )
    }  # fmt: skip
    journey = {
        "critical": True,
        "steps": [{"get": "/"}, {"post": "/depot", "capture": {"receipt": "n° (.+)"}}],
        "acknowledged_by": "receipt",
        "processed": [{"get": "/dossiers/{receipt}"}],
    }
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": "http://127.0.0.1:20000", "normal_peak": "2/s"},
            "journeys": {"deposer": journey, "lire": {"steps": [{"get": "/"}]}},
            "information": ["/"],
            "dependencies": third,
            "power": {"level": "process", "start": ["true"], "boot_within": "5 s"},
            "objectives": {"minimum_service": ["/"]},
            **more,
        }
    )


def make(**more: Any) -> Plan:
    return make_plan(profile(**more), crisis(), seed=7, scale=20.0)


See = Callable[..., Facts]


@pytest.fixture
def see(tmp_path: Path) -> Iterator[See]:
    opened: list[Evidence] = []

    def write(rows: Iterable[Row], plan: Plan | None = None) -> Facts:
        path = tmp_path / f"evidence-{len(opened)}.db"
        with Recorder(path) as recorder:
            recorder.record(list(rows))
        opened.append(Evidence(path))
        return Facts(plan or PLAN, opened[-1])

    yield write
    for evidence in opened:
        evidence.close()


PLAN = make()
GRID = load_grid()


def criterion_result(name: str, facts: Facts) -> CriterionResult:
    """Result of a criterion, judged from literal evidence."""
    on = datetime.date(2026, 11, 21)
    return judge_criterion(GRID.criterion(name), facts, PLAN.profile, on)


def window(name: str) -> Window:
    planned = PLAN.window(name)
    assert planned is not None
    return planned


def start(name: str) -> float:
    return window(name).start


def attempt(
    number: int, at: float, outcome: str = "success", took: float = 0.5, **more: Any
) -> Attempt:
    usual = {"journey": "deposer", "cohort": "control", "step": "POST /depot", "guided": False}
    receipt = {"receipt": f"N{number}", "receipt_at": at + took} if outcome == "success" else {}
    blank = {"receipt": "", "receipt_at": -1.0}
    times = {"intended": at, "started": at, "ended": at + took}
    whole = {"arrival": number, "outcome": outcome, **usual, **blank, **times, **receipt, **more}
    return Attempt(**whole)


def request(number: int, at: float, outcome: str = "success", **more: Any) -> Request:
    usual = {"step": "POST /depot", "attempt": 0, "status": 200, "size": 900, "guided": False}
    times = {"intended": at, "started": at, "ended": at + 0.5}
    return Request(**{"arrival": number, "outcome": outcome, **usual, **times, **more})


def fault(link: str, what: str = "begin", at: float = 1.0) -> Observation[Record]:
    if what == "heal":
        return Observation(at, link, FaultHeal(duration=0.0))
    confirmed = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())
    return Observation(at, link, FaultBegin(fault=Silent(), confirmed=confirmed, duration=0.0))


def healed(link: str, at: float, opened: int, sent: int = 0) -> Observation[Record]:
    """The end of a fault, with the connections and the bytes of clients meanwhile."""
    traffic = LinkTraffic(opened=opened, bytes_from_clients=sent, bytes_to_clients=0)
    return Observation(at, link, FaultHeal(server=traffic, duration=0.0))


def several(
    name: str, outcomes: str, cohort: str = "", first: int = 0, after: float = 0.25
) -> list[Attempt]:
    """Attempts in a window, of its own users by default: S succeeded, F failed, N had no link."""
    cohort = cohort or ("edge-lossy" if name in ("a", "b") else "control")
    words = {"S": "success", "F": "http error", "N": "no link"}
    at = start(name) + after
    return [
        attempt(first + i, at + 0.01 * i, words[outcome], cohort=cohort)
        for i, outcome in enumerate(outcomes)
    ]


def page(
    path: str, kind: type[PageRecord] = PageObservation, **fields: Any
) -> Observation[PageRecord]:
    return Observation(1.0, path, made(kind, PAGE, **fields))


def traffic(window: str, at: float, **opened: int) -> Observation[Record]:
    counts = {f"dependency-{name}": count for name, count in opened.items()}
    return Observation(at, window, TrafficObservation(opened=counts))


def power(what: str, at: float) -> Observation[Record]:
    off = PowerOff(level="process", report=CutReport(), duration=0.0)
    return Observation(at, "P2", off if what == "off" else PowerOn(duration=0.0))


ALL_CUT = [fault(f"dependency-{name}") for name in ("identite", "sms", "carte", "partenaire")]
