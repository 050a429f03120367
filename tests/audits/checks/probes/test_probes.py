"""Observations of each probe of a plan on a small real service."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.checks.degradation.no_script_probe import NoScriptObservation
from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.independence.publiccode_probe import PubliccodeObservation
from epreuve.audits.checks.probing.context import PROBES, ProbeContext
from epreuve.audits.checks.probing.runner import ProbeRunner
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import (
    COMFORT_PROBE,
    CONTROL_COHORT,
    EDGE_PROBE,
    INTERRUPTED_FORM,
    Plan,
    Probe,
)  # fmt: skip
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.bench import ProbeFailure
from epreuve.faults.toxiproxy.state import Counters
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup_record import MarkupObservation

FOOT = "<footer>Tél. 01 99 00 12 34, 1 rue du Port, 99123 Saint-Exemple, de 9 h à 12 h</footer>"
FORM = (
    '<html lang="fr"><head><title>Dépôt</title><meta name="viewport" content="x"></head><body>'
    '<h1>Dépôt</h1><form method="post" action="/depot"><label>Nom <input name="nom"></label>'
    f"</form>{FOOT}</body></html>"
)
RECEIPT = f"<style>@media print{{}}</style><p>n° A1B2, déposé le 21/11/2026</p>{FOOT}"
STATUS = f"<body>Le guichet est perturbé, le téléphone fonctionne.{FOOT}</body>"


class Town(ThreadingHTTPServer):
    """Answers what its pages say; a page is a body, or a status; it remembers what is posted."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, str | int] = {
            "GET /": '<link rel="stylesheet" href="/a.css"><a href="/depot">Déposer</a>',
            "GET /depot": FORM,
            "POST /depot": RECEIPT,
            "GET /dossiers/A1B2": "n° A1B2, transmis",
            "GET /a.css": "@media print{nav{display:none}}",
            "GET /fiche.pdf": "x" * 500,
            "GET /etat": STATUS,
        }
        self.requests: list[str] = []

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Town

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request_line = f"{self.command} {self.path}"
        self.server.requests.append(request_line)
        page = self.server.pages.get(request_line, 404)
        body = (page if isinstance(page, str) else "erreur").encode()
        self.send_response(200 if isinstance(page, str) else page)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that the standard library looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def plan(town: Town, **more: Any) -> Plan:
    journey = {
        "critical": True,
        "steps": [
            {"get": "/", "expect": {"contains": "Déposer"}},
            {"get": "/depot"},
            {"post": "/depot", "form": {"nom": "x"}, "capture": {"recu": r"n° (\w+)"}},
        ],
        "acknowledged_by": "recu",
        "verify": [{"get": "/dossiers/{recu}", "expect": {"contains": "{recu}"}}],
        "processed": [{"get": "/dossiers/{recu}", "expect": {"contains": "transmis"}}],
    }
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": f"http://{town.authority}", "normal_peak": "1/s"},
            "journeys": {"deposer": journey},
            "information": ["/", "/absente"],
            "dependencies": {
                "partenaire": {"set": "API", "listen": "127.0.0.1:9", "upstream": "127.0.0.1:7"}
            },
            **more,
        }
    )
    return make_plan(profile, read_crisis("tous-risques"), seed=7, scale=20.0)


def sight(town: Town, made: Plan, now: float = 0.0) -> ProbeContext:
    cohorts = (CONTROL_COHORT, EDGE_PROBE, COMFORT_PROBE, INTERRUPTED_FORM)
    doors = dict.fromkeys(cohorts, town.authority)
    began = time.monotonic() - now
    return ProbeContext(made, doors, lambda: time.monotonic() - began, lambda: None)


def sent(context: ProbeContext, name: str, about: str = "") -> list[Observation[Any]]:
    load_checks()
    return list(PROBES[name](context, Probe(at=0.0, name=name, about=about)))


def test_a_full_plan_sends_every_probe() -> None:
    sobre = prepare(Path(__file__).parents[4] / "audits/demo/sobre.yaml", "tous-risques", 1, 60)
    assert {probe.name for probe in sobre.probes} == set(PROBES)


def test_a_service_in_tls_is_probed_in_tls(town: Town) -> None:
    made = plan(town)
    service = made.profile.service.model_copy(update={"address": f"https://{town.authority}"})
    profile = made.profile.model_copy(update={"service": service})
    context = sight(town, made.model_copy(update={"profile": profile}))
    assert context.endpoint() == f"https://{town.authority}"
    assert context.resolve()[town.authority] == context.endpoint()
    assert context.resolve()["127.0.0.1:9"].startswith("http://")


@pytest.mark.process
def test_pages_are_loaded_and_read(town: Town) -> None:
    observations = sent(sight(town, plan(town)), "pages")
    assert [(observation.kind, observation.subject) for observation in observations] == [
        ("page", "/"), ("markup", "/"), ("page", "/depot"), ("markup", "/depot"),
    ]  # fmt: skip
    assert observations[3].record == MarkupObservation(accessibility_defects=(), recent_features=())
    assert "lang" in observations[1].record.accessibility_defects


def test_the_same_pages_on_edge_and_without_comfort(town: Town) -> None:
    context = sight(town, plan(town))
    assert [observation.subject for observation in sent(context, "edge page")] == ["/"]
    assert [observation.subject for observation in sent(context, "comfort pages")] == [
        "/",
        "/depot",
    ]


def test_the_human_channel_is_also_searched_on_an_error_page(town: Town) -> None:
    observations = sent(sight(town, plan(town)), "human channel")
    assert [(e.record.phone, e.record.counter) for e in observations] == [
        (False, False), (True, True), (False, False),
    ]  # fmt: skip
    declared = plan(town, human_channel={"phone": "01 99 00 12 34", "counter": "rue du Quai"})
    (_, form, _) = sent(sight(town, declared), "human channel")
    assert form.record == HumanChannelObservation(phone=True, counter=False)


def test_information_is_recorded_with_its_window(town: Town) -> None:
    first, second = sent(sight(town, plan(town)), "information", "base:silent")
    assert first.record == InformationObservation(
        served=True, outcome="success", window="base:silent"
    )
    assert second.record.served is False


def test_the_essential_page_may_be_kept_and_printed(town: Town) -> None:
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert observation.subject == "/"
    assert observation.record.lifetime == 86400
    assert observation.record.print_style is True
    assert observation.record.pdf_bytes is None


def test_a_pdf_is_weighed(town: Town) -> None:
    town.pages["GET /"] = '<a href="/fiche.pdf">Imprimer</a>'
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert (observation.record.print_style, observation.record.pdf_bytes) == (False, 500)


def test_the_status_page_is_read_where_it_is(town: Town) -> None:
    with Town() as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, args=(0.01,), daemon=True).start()
        page = {"address": f"http://{elsewhere.authority}/etat"}
        (observation,) = sent(sight(town, plan(town, status_page=page)), "status page")
        elsewhere.shutdown()
    assert observation.record == StatusPageObservation(
        answered=True, bytes=len(STATUS.encode()), states_availability=True, human_channel=True,
        other_host=True,
    )  # fmt: skip
    assert town.requests == []


def test_a_missing_status_page_is_not_requested(town: Town) -> None:
    assert sent(sight(town, plan(town)), "status page") == []
    assert sent(sight(town, plan(town, status_page="none")), "status page") == []


def test_a_session_without_scripts_records_the_linked_steps(town: Town) -> None:
    walked, receipt = sent(sight(town, plan(town)), "no script")
    steps = ("GET /", "GET /depot", "POST /depot")
    assert walked.record == NoScriptObservation(steps=steps, completed=3, without_script=steps)
    assert receipt.record == ReceiptPageObservation(
        shows_number=True, number_length=4, shows_date=True, print_style=True, human_channel=True
    )


def test_a_step_behind_a_script_needs_a_script(town: Town) -> None:
    town.pages["GET /"] = "<script>document.write('<a href=/depot>')</script>Déposer"
    (walked, _) = sent(sight(town, plan(town)), "no script")
    assert walked.record.without_script == ("GET /", "POST /depot")


def test_a_failed_session_without_scripts_records_its_completed_steps(town: Town) -> None:
    town.pages["POST /depot"] = 503
    (walked,) = sent(sight(town, plan(town)), "no script")
    assert walked.record.completed == 2


def test_a_form_is_held_then_sent_and_read_again(town: Town) -> None:
    context = sight(town, plan(town))
    assert sent(context, "form") == []
    assert town.requests == ["GET /", "GET /depot"]
    (observation,) = sent(context, "form resumed")
    assert town.requests[2:] == ["POST /depot", "GET /dossiers/A1B2"]
    assert (observation.kind, observation.subject) == ("form", "deposer")
    assert (observation.record.filled, observation.record.resumed, observation.record.kept) == (
        "success", "success", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lost", "resumed"), [("POST /depot", "http error"), ("GET /dossiers/A1B2", "success")]
)
def test_a_form_that_was_forgotten(town: Town, lost: str, resumed: str) -> None:
    context = sight(town, plan(town))
    sent(context, "form")
    town.pages[lost] = 403
    (observation,) = sent(context, "form resumed")
    assert (observation.record.resumed, observation.record.kept) == (resumed, False)


@pytest.mark.process
def test_a_backlog_is_followed_to_its_end(town: Town) -> None:
    made = plan(town)
    window = made.window("partenaire:silent")
    assert window is not None
    context = sight(town, made, now=window.end - 0.5)
    town.pages["GET /dossiers/A1B2"] = "n° A1B2, en attente"
    done = threading.Timer(0.9, town.pages.__setitem__, ("GET /dossiers/A1B2", "transmis"))
    done.start()
    (observation,) = sent(context, "backlog", "partenaire:silent")
    done.join()
    assert (observation.record.filed, observation.record.left) == (4, 0)
    assert window.end < observation.record.completed_at < window.end + 3.0
    assert observation.record.partner_back_at == window.end


def test_an_unknown_dependency_has_no_backlog(town: Town) -> None:
    assert sent(sight(town, plan(town)), "backlog", "inconnu:silent") == []


def test_traffic_has_the_counts_of_the_proxies(town: Town) -> None:
    context = sight(town, plan(town))
    assert sent(context, "traffic", "a") == []  # a server that does not count
    counted = Counters(1.0, 11, 0, 0, 0, 0, 0, 0, 0, 0)
    context.counters = lambda: {"dependency-x": counted}
    (observation,) = sent(context, "traffic", "a")
    assert observation.subject == "a"
    assert observation.record == TrafficObservation(opened={"dependency-x": 11})


def test_a_probes_own_failure_is_kept_and_ends_nothing(town: Town) -> None:
    kept: list[Observation[Any]] = []
    runner = ProbeRunner(plan(town), {}, lambda: 3.0, kept.append, lambda: None)
    runner.send(Probe(at=0.0, name="pages"))
    (failure,) = kept
    assert (failure.time, failure.kind, failure.subject) == (3.0, "probe failure", "pages")
    assert failure.record == ProbeFailure(error_type="KeyError", message="'control'")


@pytest.mark.process
@pytest.mark.needs_chromium
def test_chromium_reads_the_pages_of_a_plan_that_asks_for_it(town: Town) -> None:
    context = sight(town, plan(town).model_copy(update={"browser": True}))
    for name in ("edge page", "pages", "comfort pages", "essential page"):
        observations = sent(context, name)
        readers = {
            observation.record.reader
            for observation in observations
            if observation.kind != "markup"
        }
        assert len(readers) == 1
        assert readers.pop().startswith("Chromium ")


def test_the_published_code_of_a_service(town: Town) -> None:
    town.pages["GET /publiccode.yml"] = (
        "publiccodeYmlVersion: '0.4'\nurl: https://forge.example/g\nlegal: {license: EUPL-1.2}\n"
    )
    (observation,) = sent(sight(town, plan(town)), "publiccode")
    assert observation.record == PubliccodeObservation(
        licence="EUPL-1.2", repository="https://forge.example/g"
    )


@pytest.mark.parametrize("page", [404, "<html>Bonjour</html>", "a: [", "url: x", "- a", ""])
def test_an_invalid_publiccode_gives_no_observation(town: Town, page: str | int) -> None:
    town.pages["GET /publiccode.yml"] = page
    assert list(sent(sight(town, plan(town)), "publiccode")) == []


def test_a_publiccode_without_licence_names_none(town: Town) -> None:
    town.pages["GET /publiccode.yml"] = "publiccodeYmlVersion: '0.4'\nlegal: none"
    (observation,) = sent(sight(town, plan(town)), "publiccode")
    assert observation.record == PubliccodeObservation(licence="", repository="")
