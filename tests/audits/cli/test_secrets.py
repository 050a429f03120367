"""Secrets of the environment: sent to the service, absent from all files of a run."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.load.records import LoadFailure

SECRET = "s3cret/d'accès à garder"
# Repeats the secret in page, resource, redirect, cookie, error and headers.
SERVICE = """
import itertools
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

NUMBERS = itertools.count(1)


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer()

    def answer(self):
        url = urlsplit(self.path)
        secret = parse_qs(url.query).get("k", [""])[0]
        if secret:
            with open(sys.argv[2], "a") as file:
                file.write(secret + chr(10))
        body = (f'<h1>Bonjour</h1> n° <b>A{next(NUMBERS)}</b> {secret} '
            f'<img src="/image/{quote(secret)}.png">'
            f'<link rel="icon" href="http://{quote(secret, safe="")}.example/i.png">').encode()
        status = {"/panne": 500, "/ailleurs": 302}.get(url.path, 200)
        status = 404 if url.path.startswith("/image") else status
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("X-Secret", quote(secret))
        self.send_header("Set-Cookie", "k=" + quote(secret))
        self.send_header("Location", f"http://{quote(secret, safe='')}.example/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""
PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 4 journeys/s}}
journeys:
  demander:
    critical: true
    steps:
      - get: /?k={{env.EPREUVE_TEST_SECRET}}
        resources: true
        expect: {{contains: Bonjour}}
      - post: /demande?k={{env.EPREUVE_TEST_SECRET}}
        headers: {{X-Key: "cle {{env.EPREUVE_TEST_ASCII}}"}}
        form: {{cle: "{{env.EPREUVE_TEST_SECRET}}"}}
        capture: {{receipt: 'n° <b>(\\w+)'}}
    acknowledged_by: receipt
    verify: [{{get: "/dossier?k={{env.EPREUVE_TEST_SECRET}}"}}]
  tomber: {{steps: [{{get: "/panne?k={{env.EPREUVE_TEST_SECRET}}"}}]}}
  partir: {{steps: [{{get: "/ailleurs?k={{env.EPREUVE_TEST_SECRET}}"}}]}}
  chercher:
    steps:
      - post: /rien?k={{env.EPREUVE_TEST_SECRET}}
        json: {{cle: "{{env.EPREUVE_TEST_SECRET}}"}}
        expect: {{contains: "absent {{env.EPREUVE_TEST_SECRET}}", header: {{X-Secret: rien}}}}
  trop-prendre:
    steps: [{{get: "/?k={{env.EPREUVE_TEST_SECRET}}", capture: {{recu: '</b> ([^<]+)'}}}}]
    acknowledged_by: recu
power: {{level: process, start: ["{{python}}", {service}, "{port}", {received}], boot_within: 8 s}}
"""
CRISIS = """\
epreuve_crisis: 1
id: petite
title: {fr: Petite, en: Small}
paragraph: {fr: Une petite crise., en: A small crisis.}
assumptions: [{fr: Tout., en: All of it.}]
lessons: [{fr: Rien., en: Nothing.}]
real: {before: 4 min, during: 4 min, after: 0 s}
stages:
  - {id: foule, phase: during, real: 4 min, title: {fr: Foule, en: Crowd}}
"""


def test_a_missing_secret_is_reported_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EPREUVE_TEST_SECRET", raising=False)
    monkeypatch.setenv("EPREUVE_TEST_ASCII", "c1e")
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE.format(service="none.py", received="none.txt", port=9))
    for verb in ("audit", "run", "capacity"):
        with pytest.raises(SystemExit) as ended:
            main([verb, str(path), "--folder", str(tmp_path / "run")])
        assert ended.value.code == 2
        message = capsys.readouterr().err
        assert "journeys.demander: {env.EPREUVE_TEST_SECRET}: the environment variable" in message
        assert not (tmp_path / "run").exists()
    with pytest.raises(SystemExit) as ended:
        main(["check", str(path)])  # `check` does not need the secrets
    assert ended.value.code == 0


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("power: {level: process, start: [sh, '{env.EPREUVE_NONE}']}", "power"),
        ("power: {level: process, start: [sh], env: {A: '{env.EPREUVE_NONE}'}}", "power"),
        ("drill: {destroy: ['{env.EPREUVE_NONE}'], restore: [sh]}", "drill"),
        (
            "dependencies: {base: {set: DB, listen: '127.0.0.1:15432', upstream: '127.0.0.1:5432', "
            "start: [sh], env: {A: '{env.EPREUVE_NONE}'}}}",
            "dependencies.base",
        ),
    ],
)
def test_a_missing_variable_of_a_command_is_reported_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], block: str, place: str
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(
        "epreuve: 1\nservice: {name: s, address: 'http://127.0.0.1:9', normal_peak: 1/s}\n"
        "journeys: {a: {critical: true, steps: [{get: /, expect: {contains: a}}]}}\n"
        f"{block}\n"
    )
    with pytest.raises(SystemExit):
        main(["run", str(path), "--folder", str(tmp_path / "run")])
    message = capsys.readouterr().err
    assert f"{place}: {{env.EPREUVE_NONE}}: the environment variable EPREUVE_NONE" in message


@pytest.mark.process
@pytest.mark.slow
def test_a_secret_repeated_by_the_service_is_in_no_file(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    service, received = tmp_path / "service.py", tmp_path / "received.txt"
    service.write_text(SERVICE)
    (tmp_path / "crisis.yaml").write_text(CRISIS)
    (tmp_path / "profile.yaml").write_text(
        PROFILE.format(service=service, received=received, port=free_port())
    )
    done = subprocess.run(
        [
            sys.executable, "-m", "epreuve.audits", "audit", "profile.yaml", "--crisis",
            "crisis.yaml", "--scale", "60", "--seed", "1", "--folder", "run",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=180,
        env={**os.environ, "EPREUVE_TEST_SECRET": SECRET, "EPREUVE_TEST_ASCII": "c1e-a-garder"},
    )  # fmt: skip
    assert done.returncode in (0, 1, 3), done.stderr
    assert "DAT-1" in done.stdout + done.stderr  # `verify` succeeds for all: said before the crisis

    assert SECRET in received.read_text()  # the service received it
    evidence = Evidence(tmp_path / "run" / "evidence.db")
    ended = Counter(f"{attempt.journey} {attempt.outcome}" for attempt in evidence.attempts())
    explained = [observation.record.detail for observation in evidence.observations(LoadFailure)]
    requests = list(evidence.requests())
    steps = [request.step for request in requests]
    evidence.close()
    # The run stops after the baselines, because of wrong contents: `tomber` is then tried again.
    assert "http error" in {request.outcome for request in requests}
    for name in ("demander success", "partir wrong content", "chercher wrong content",
                 "trop-prendre error"):  # fmt: skip
        assert ended.get(name, 0) > 0, ended
    assert any(
        "capture recu: '{env.EPREUVE_TEST_SECRET} ' holds a secret" in detail
        for detail in explained
    )
    assert any("/image/{env.EPREUVE_TEST_SECRET}.png" in step for step in steps)

    left = [path for path in (tmp_path / "run").rglob("*") if path.is_file()]
    assert {"evidence.db", "plan.json", "assessment.json", "load.json", "load.log"} <= {
        path.name for path in left
    }
    shown = {"said": done.stdout.encode() + done.stderr.encode()}
    shown |= {str(path): path.read_bytes() for path in left}
    forms = [SECRET, quote(SECRET), quote(SECRET, safe=""), "c1e-a-garder", "s3cret"]
    for place, content in shown.items():
        for form in forms:
            assert form.encode() not in content, f"{place} shows {form}"
