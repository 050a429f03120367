"""Records of steps that a small service responds to, and their text."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from epreuve.audits.execution.step_player import PlayedStep, play_steps
from epreuve.audits.rehearsal.step_record import record_of
from epreuve.audits.rehearsal.step_text import step_details, step_line
from epreuve.audits.rehearsal.translation import translate
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.session import Session
from epreuve.probes.journeys.step import Step
from epreuve.reports.words import Words

CODE = "0123456789abcdef0123456789abcdef"


class Pages(BaseHTTPRequestHandler):
    """Leads /depart to /arrivee, which repeats the query that was sent first."""

    def do_GET(self) -> None:
        first = self.path.startswith("/depart")
        body = b"" if first else f"Recu {self.path} {CODE} n. 17".encode()
        self.send_response(302 if first else 200)
        if first:
            self.send_header("Location", f"/arrivee?{self.path.partition('?')[2]}")
            self.send_header("Set-Cookie", f"session={CODE}; Path=/")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def authority() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def play(authority: str, **step: Any) -> PlayedStep:
    session = Session(Citizen(1, 1), f"http://{authority}", authority, 5.0, Senders("1").of(1), {})
    try:
        [played] = play_steps(session, (Step.model_validate(step),))
    finally:
        session.close()
    return played


def test_redirects_cookies_and_captured_values(authority: str) -> None:
    capture = {"receipt": r"n\. (\d+)", "key": "[0-9a-f]{32}"}
    record = record_of(play(authority, get="/depart?a=1", capture=capture), ("base",), "receipt")
    assert (record.request, record.status, record.outcome) == ("GET /depart?a=1", 200, "success")
    assert [(one.status, one.location) for one in record.redirects] == [(302, "/arrivee?a=1")]
    assert record.cookies == ("session",)
    assert record.captured == {"receipt": "17", "key": "[…]"}
    assert record.bytes > 0
    assert CODE not in record.model_dump_json()
    lines = [
        step_line(record, Words("en", translate)),
        *step_details(record, Words("en", translate)),
    ]
    assert lines[0].startswith("✓ GET /depart?a=1  302 → /arrivee?a=1, 200  ")
    assert lines[1:] == [
        "✓ status: 2xx",
        r"✓ capture receipt: 'n\\. (\\d+)'",
        "✓ capture key: '[0-9a-f]{32}'",
        "captured: receipt = 17",
        "captured: key = […]",
        "cookies set: session",
        "dependencies called: base",
    ]


def test_no_secret_is_recorded(authority: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETON", "tres-secret")
    step = {"get": "/depart?cle={env.JETON}", "expect": {"contains": "Merci"}}
    record = record_of(play(authority, **step, capture={"all": "Recu .*"}))
    text = record.model_dump_json()
    assert "tres-secret" not in text
    assert record.request == "GET /depart?cle={env.JETON}"
    assert record.redirects[0].location == "/arrivee?cle={env.JETON}"
    assert "{env.JETON}" in record.excerpt


def test_a_failure_shows_its_response(authority: str) -> None:
    record = record_of(play(authority, get="/", expect={"contains": "Merci"}))
    details = list(step_details(record, Words("fr", translate)))
    assert details[1].startswith("✗ contains: 'Merci' — ")
    assert details[-1].replace("\xa0", " ") == "la réponse commence par : Recu / […] n. 17"


def test_a_step_without_a_response() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as closed:
        authority = f"127.0.0.1:{closed.server_port}"
    record = record_of(play(authority, get="/accueil"))
    assert (record.request, record.status, record.outcome) == ("GET /accueil", 0, "refused")
    assert record.conditions == ()


def test_a_form_that_is_missing_is_no_request(authority: str) -> None:
    page = {"get": "/arrivee"}
    session = Session(Citizen(1, 1), f"http://{authority}", authority, 5.0, Senders("1").of(1), {})
    steps = [Step.model_validate(step) for step in (page, {"submit": {"form": "#demande"}})]
    try:
        _, played = play_steps(session, tuple(steps))
    finally:
        session.close()
    record = record_of(played)
    assert (record.request, record.status) == ("submit #demande", 0)
