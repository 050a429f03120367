"""Runs written from literals, the same at every call."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.documents import read_documents
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.audits.runs.records.power import PowerOff, PowerOn
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.browser.page_record import HTML_PARSER, PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.records import LoadHealth
from epreuve.probes.machine.records import BenchPressure
from epreuve.probes.pages.receipt_records import ReceiptObservation

SEED, SCALE = 7, 60.0
DAY = datetime.date(2026, 6, 1)
POOR_LINKS = frozenset({"edge-lossy", "4g-congested", "slow4g"})
IDLE = BenchPressure(
    seconds=1.0, cores=2.0, own=0.3, service=0.2, others=0.1, service_identified=True, idle=1.4,
    stolen=0.0, throttled=0.0, waiting_source="pressure", cpu_waiting=0.05, io_waiting=0.02,
    io_stalled=0.01, memory_waiting=0.0, memory_stalled=0.0,
)  # fmt: skip
CONFIRMED = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())


@dataclass(frozen=True)
class Service:
    """Behaviour of a service in a run."""

    without_third_parties: bool
    on_poor_links: bool
    lost: int  # of 100 receipts
    page: int  # bytes
    edge: float | None  # seconds until the entry page is useful on EDGE
    boots: float  # seconds after the power is back
    human: bool


GOOD = Service(True, True, 0, 60_000, 4.0, 1.0, True)
BAD = Service(False, False, 20, 2_400_000, None, 8.0, False)


def sobre() -> Path:
    """The profile of a demonstration supplier."""
    import epreuve.audits.demo

    return Path(epreuve.audits.demo.__path__[0]) / "sobre.yaml"


def plan() -> Plan:
    """The reference crisis on that supplier."""
    profile = prepare_profile(sobre())
    crisis, probes = read_crisis("tous-risques"), probe_schedules()
    documents = read_documents(profile.declared, sobre())
    return make_plan(profile, crisis, seed=SEED, scale=SCALE, probes=probes, documents=documents)


def write(path: Path, made: Plan, service: Service, **notes: object) -> RunFolder:
    """The folder that a run of this plan on such a service would have left."""
    return keep(path, made, rows(made, service), **notes)


def keep(path: Path, made: Plan, rows: Iterable[Row], **notes: object) -> RunFolder:
    """The folder of a run that saw this."""
    folder = RunFolder(path)
    folder.logs.mkdir(parents=True)
    folder.write_plan(made)
    folder.note(
        id="frozen", started=f"{DAY}T10:00:00+00:00", machine="a machine, 2 cores",
        engine="embedded 0.1", cannot=[["rien", "nothing"]], played=made.duration, **notes,
    )  # fmt: skip
    record(folder, rows)
    return folder


def record(folder: RunFolder, rows: Iterable[Row]) -> None:
    """Put the evidence of a run into its folder."""
    with Recorder(folder.evidence) as recorder:
        recorder.record(rows)
        recorder.flush()


def rows(made: Plan, service: Service) -> Iterator[Row]:
    """All that is seen of it."""
    yield from _bench(made)
    yield from _looks(made, service)
    numbered = []
    for arrival in made.arrivals:
        walked = list(_walk(made, service, arrival))
        yield from walked
        numbered += [row for row in walked if isinstance(row, Attempt) and row.receipt]
    for number, attempt in enumerate(numbered):
        yield _receipt(made, service, number, attempt)


def _bench(made: Plan) -> Iterator[Row]:
    for span in made.spans:
        begin = FaultBegin(fault=span.fault, confirmed=CONFIRMED, duration=0.01)
        yield Observation(span.start, span.link, begin)
        yield Observation(span.end, span.link, FaultHeal(duration=0.01))
    for cut in made.cuts:
        off = PowerOff(level="process", report=CutReport(), duration=0.1)
        yield Observation(cut.start, cut.pattern, off)
        yield Observation(cut.end, cut.pattern, PowerOn(duration=0.1))
    for second in range(int(made.duration)):
        yield Observation(second, "health", LoadHealth(cpu=0.25, lag_p99=0.002))
        yield Observation(second + 1.0, "machine", IDLE)


def _looks(made: Plan, service: Service) -> Iterator[Row]:
    view = {
        "outcome": "success", "detail": "", "status": 200, "complete": 2.0, "limit": 20.0,
        "bytes": service.page, "third_party_bytes": 0, "requests": 4, "elements": 120,
        "hosts": ["127.0.0.1:18100"], "third_parties": [], "failed": [],
        "repeat_bytes": service.page // 10, "reader": HTML_PARSER,
    }  # fmt: skip
    edge = EdgePageObservation.model_validate({**view, "useful": service.edge})
    yield Observation(0.2, "/", edge)
    for path in ("/", "/demarches/acte", "/demarches/cantine"):
        page = PageObservation.model_validate({**view, "useful": 0.5})
        yield Observation(0.5, path, page)
    shown = HumanChannelObservation(phone=service.human, counter=service.human)
    for path in ("/", "/demarches/acte", "/page-qui-n-existe-pas"):
        yield Observation(0.6, path, shown)
    served = service.without_third_parties
    for path in made.profile.information:
        outcome = "success" if served else "gave up"
        page = InformationObservation(served=served, outcome=outcome, window="")
        yield Observation(30.0, path, page)


def _walk(made: Plan, service: Service, arrival: Arrival) -> Iterator[Row]:
    number, at, journey, cohort = arrival[:4]
    if any(item.name == cohort and not item.linked for item in made.cohorts):
        yield Attempt(number, journey, cohort, at, at, at, "no link", "", "", -1.0, False)
        return
    outcome = _outcome(made, service, at, cohort)
    done = outcome == "success"
    end = at + (0.3 if done else 0.15)
    step, status = "GET /", 200 if done else 0
    yield Request(number, step, 0, at, at + 0.001, end, outcome, status, 900 * done, False)
    promised = made.profile.journeys[journey].acknowledged_by is not None
    receipt, read = (f"R{number}", end) if done and promised else ("", -1.0)
    yield Attempt(number, journey, cohort, at, at + 0.001, end, outcome, step, receipt, read, False)


def _outcome(made: Plan, service: Service, at: float, cohort: str) -> str:
    if any(cut.start - 0.5 <= at < cut.end + service.boots for cut in made.cuts):
        return "refused"
    if _silenced(made, at) is not None and not service.without_third_parties:
        return "first byte timeout"
    return "gave up" if cohort in POOR_LINKS and not service.on_poor_links else "success"


def _silenced(made: Plan, at: float) -> Window | None:
    return next(
        (
            window
            for window in made.windows
            if window.kind == "cell" and window.start <= at < window.end
            and not window.name.endswith(":normal")
        ),
        None,
    )  # fmt: skip


def _receipt(made: Plan, service: Service, number: int, of: Attempt) -> Row:
    kept = number % 100 >= service.lost
    record = ReceiptObservation(
        arrival=of.arrival, journey=of.journey, state="stored" if kept else "lost",
        reason="" if kept else "status 404", unique=kept or None, processed=kept or None,
    )  # fmt: skip
    return Observation(made.duration + 1.0, of.receipt, record)
