"""A small service with pages, and the probes of a plan for it."""

import datetime
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from epreuve.audits.checks.probing.context import PROBES, ProbeContext
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Probe
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.probe_cohort import in_order
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.observation import Observation

FOOT = "<footer>Tél. 01 99 00 12 34, 1 rue du Port, 99123 Saint-Exemple, de 9 h à 12 h</footer>"
FORM = (
    '<html lang="fr"><head><title>Dépôt</title><meta name="viewport" content="x"></head><body>'
    '<h1>Dépôt</h1><form method="post" action="/depot"><label>Nom <input name="nom"></label>'
    f"</form>{FOOT}</body></html>"
)
TODAY = f"{datetime.datetime.now(datetime.UTC):%d/%m/%Y}"
RECEIPT = f"<style>@media print{{p{{margin:0}}}}</style><p>n° A1B2, déposé le {TODAY}</p>{FOOT}"
STATUS = f"<body>Le guichet est perturbé, le téléphone fonctionne.{FOOT}</body>"


class Town(ThreadingHTTPServer):
    """Responds as its pages say; a page is a body, or a status; it remembers what is posted."""

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
        self.kind = "text/html; charset=utf-8"
        self.requests: list[str] = []
        self.reloads: set[str] = set()  # requests that no cache may answer
        self.on_request: Callable[[str], None] = lambda line: None  # before each response

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
        if self.headers.get("Cache-Control") == "no-cache":
            self.server.reloads.add(request_line)
        self.server.on_request(request_line)
        page = self.server.pages.get(request_line, 404)
        body = (page if isinstance(page, str) else "erreur").encode()
        self.send_response(200 if isinstance(page, str) else page)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that the standard library looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


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
    probe_cohorts = in_order(schedule.cohort for schedule in probe_schedules())
    cohorts = (CONTROL_COHORT, *(cohort.name for cohort in probe_cohorts))
    endpoints = dict.fromkeys(cohorts, town.authority)
    began = time.monotonic() - now
    return ProbeContext(
        made,
        endpoints,
        lambda: time.monotonic() - began,
        lambda: None,
        passed=len(made.barriers),  # no pause holds the plan up
    )


def sent(context: ProbeContext, name: str, about: str = "") -> list[Observation[Any]]:
    load_checks()
    return list(PROBES[name](context, Probe(at=0.0, name=name, about=about)))
