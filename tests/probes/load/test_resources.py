"""Pages and their resources in the load process."""

import math
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.guidance import Guidance
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Closed, Endpoint, LoadPlan, Retries
from epreuve.probes.load.process import Load
from epreuve.probes.load.session import SessionContext, UserSession
from epreuve.probes.load.subrequest import SubRequest

pytestmark = pytest.mark.process

PAGE = """<!doctype html><link rel=stylesheet href=/app.css><img src="logo.png?v=1">
<script src="http://tuiles.example:81/carte.js"></script>
<img src="http://espion.example/pixel.gif">"""


def run(plan: LoadPlan, folder: Path) -> list[Any]:
    rows: list[Any] = []
    load = Load(plan, folder, rows.extend)
    load.start()
    assert load.wait_ready(60), load.failure
    load.go(time.monotonic() + 0.2)
    assert load.wait(20)
    assert load.failure is None
    return rows


def plan_of(endpoint: Endpoint, *steps: dict[str, Any], until: float = 8.0) -> LoadPlan:
    journeys = {"page": Journey.model_validate({"steps": steps})}
    arrivals = [Arrival(0, 0.0, "page", "ville")]
    return LoadPlan(math.nan, until, 7, {"ville": endpoint}, journeys, arrivals)


def by_target(answers: dict[bytes, Any], otherwise: Any) -> Any:
    """A behaviour for each path."""

    def behaviour(connection: Any, request: bytes) -> None:
        target = request.split(b" ")[1]
        answers.get(target, otherwise)(connection, request)

    return behaviour


def requests(rows: list[Any]) -> dict[str, Request]:
    return {row.step: row for row in rows if isinstance(row, Request)}


def test_only_first_and_declared_third_parties_are_loaded(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    css = respond(
        "@import '/base.css'; h1 {background: url(fond.png)}", "200 OK", "Content-Type: text/css"
    )
    service = serve(
        by_target(
            {b"/guichet/": respond(PAGE), b"/app.css": css},
            respond("x", "404 Not Found"),
        )
    )
    third = serve(respond("carte()", "200 OK", "Content-Type: text/javascript"))
    endpoint = Endpoint(
        service.address, "a.example:80", 5, third_parties={"tuiles.example:81": third.address}
    )

    rows = run(
        plan_of(endpoint, {"get": "/guichet/", "name": "entrée", "resources": True}), tmp_path
    )

    responses = requests(rows)
    assert {name: row.outcome for name, row in responses.items()} == {
        "entrée": "success",
        "entrée → /app.css": "success",
        "entrée → /guichet/logo.png": "http error",
        "entrée → /base.css": "http error",
        "entrée → /fond.png": "http error",
        "entrée → tuiles.example:81/carte.js": "success",
    }
    assert all(
        row.intended >= responses["entrée"].ended for n, row in responses.items() if n != "entrée"
    )
    assert b"Host: tuiles.example:81" in third.requests[0]
    (attempt,) = [row for row in rows if isinstance(row, Attempt)]
    assert attempt.outcome == "success"  # a missing image does not stop a citizen
    details = [row for row in rows if isinstance(row, Observation) and "espion" in row.subject]
    assert "not a host of this audit" in details[0].record.detail


def test_parts_under_another_name_of_this_machine_are_the_services_own(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    page = respond('<img src="http://localhost:81/logo.png">')
    service = serve(by_target({b"/": page}, respond("x")))
    endpoint = Endpoint(service.address, "127.0.0.1:81", 5)
    rows = run(plan_of(endpoint, {"get": "/", "resources": True}), tmp_path)
    outcomes = [(name, row.outcome) for name, row in requests(rows).items()]
    assert outcomes == [("GET /", "success"), ("GET / → /logo.png", "success")]


def test_six_connections_per_host_and_a_cache_across_pages(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    lock, at_once, most = threading.Lock(), [0], [0]
    keep = respond("x", "200 OK", "Content-Type: image/png", "Cache-Control: max-age=600")
    ask = respond("x", "200 OK", "Content-Type: image/png", 'ETag: "1"')
    page = respond("".join(f'<img src="/{n}.png">' for n in range(12)) + '<img src="/etag.png">')

    def image(connection: Any, request: bytes) -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.1)
        with lock:
            at_once[0] -= 1
        (ask if b"/etag.png" in request else keep)(connection, request)

    service = serve(by_target({b"/": page, b"/suite": page}, image))
    steps = [{"get": "/", "resources": True}, {"get": "/suite", "resources": True, "think": 0}]
    rows = run(plan_of(Endpoint(service.address, "a:80", 5), *steps), tmp_path)

    assert most[0] == 6
    names = [row.step for row in rows if isinstance(row, Request)]
    assert sum(name.startswith("GET / →") for name in names) == 13
    assert [name for name in names if name.startswith("GET /suite →")] == ["GET /suite → /etag.png"]
    assert b'If-None-Match: "1"' in service.requests[-1]


def test_a_late_resource_is_given_up_and_the_session_continues(
    serve: Any, respond: Any, silent: Any, tmp_path: Path
) -> None:
    service = serve(by_target({b"/": respond('<img src="/x.png">')}, silent))
    steps = [{"get": "/", "resources": True}]
    rows = run(plan_of(Endpoint(service.address, "a:80", 0.6), *steps), tmp_path)
    responses = requests(rows)
    assert responses["GET / → /x.png"].outcome == "gave up"
    assert 0.4 < responses["GET / → /x.png"].ended < 2
    (attempt,) = [row for row in rows if isinstance(row, Attempt)]
    assert attempt.outcome == "success"


def test_pending_resources_are_counted_at_the_end(
    serve: Any, respond: Any, silent: Any, tmp_path: Path
) -> None:
    service = serve(by_target({b"/": respond('<img src="/x.png">')}, silent))
    steps = [{"get": "/", "resources": True}]
    rows = run(plan_of(Endpoint(service.address, "a:80", 60), *steps, until=1.0), tmp_path)
    assert requests(rows)["GET / → /x.png"].outcome == "in flight"
    (attempt,) = [row for row in rows if isinstance(row, Attempt)]
    assert attempt.outcome == "in flight"


class Browser:
    """Uses what remains of the user's patience."""

    def __init__(self) -> None:
        self.limits: list[float] = []

    def load(self, page: HttpResponse, limit: float, tell: Any) -> None:
        self.limits.append(limit)
        tell(SubRequest("/x.css", 3.0, 4.0, 5.0, "success", "", 200, 7))

    def unfinished(self) -> list[SubRequest]:
        return []


def test_patience_covers_the_page_and_its_resources() -> None:
    clock, rows = [10.0], list[Row]()

    def fetch(call: Any, limit: float, follow: bool) -> HttpResponse:
        clock[0] += 2
        return HttpResponse(200, {}, b"<p>", 3)

    journeys = {"page": Journey.model_validate({"steps": [{"get": "/", "resources": True}]})}
    context = SessionContext(
        1, journeys, {"ville": Endpoint("", "a", 7)}, Retries(), Guidance(),
        lambda: clock[0], lambda seconds: None, rows.append, set(),
    )  # fmt: skip
    browser = Browser()
    UserSession(context, Arrival(0, 10.0, "page", "ville"), fetch, browser).run()
    assert browser.limits == [5.0]
    assert rows[1] == Request(0, "GET / → /x.css", 0, 3.0, 4.0, 5.0, "success", 200, 7, False)


def test_closed_users_start_again_after_each_response(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    service = serve(respond("ok"))
    plan = LoadPlan(
        math.nan, 1.5, 7, {"ville": Endpoint(service.address, "a:80", 5)},
        {"page": Journey.model_validate({"steps": [{"get": "/"}]})}, [],
        closed=[Closed(n * 10_000, 0.5 * n, 1.0, ["page"], "ville", 0.05) for n in (0, 1)],
    )  # fmt: skip
    rows = run(plan, tmp_path)
    attempts = [row for row in rows if isinstance(row, Attempt)]
    first = [row.arrival for row in attempts if row.arrival < 10_000]
    second = [row.arrival for row in attempts if row.arrival >= 10_000]
    assert first == list(range(len(first)))
    assert len(first) > len(second) > 1
    assert min(row.started for row in attempts if row.arrival >= 10_000) >= 0.5
    assert max(row.started for row in attempts) <= 1.0 + 0.3


def test_the_dispatcher_applies_the_rate_limit(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    arrivals = [Arrival(number, 0.0, "page", "ville") for number in range(30)]
    plan = LoadPlan(
        math.nan, 1.0, 7, {"ville": Endpoint(service.address, "a:80", 5)},
        {"page": Journey.model_validate({"steps": [{"get": "/"}]})}, arrivals, max_rate=10,
    )  # fmt: skip
    rows = run(plan, tmp_path)
    outcomes = [row.outcome for row in rows if isinstance(row, Attempt)]
    assert (outcomes.count("success"), outcomes.count("dropped")) == (10, 20)
    assert len(service.requests) == 10
    assert any(isinstance(row, Observation) and row.subject == "max_rate" for row in rows)


@pytest.mark.parametrize("address", ["http://127.0.0.3:{port}", "http://127.0.0.1:{port}"])
def test_connections_reach_the_endpoints_only(address: str, serve: Any, respond: Any) -> None:
    """In a process of its own: an audit hook cannot be removed."""
    import subprocess
    import sys

    service = serve(respond("ok"))
    script = f"""
import socket
from epreuve.probes.load.connection_guard import guard_connections
from epreuve.probes.load.plan import Endpoint, LoadPlan
endpoint = Endpoint({address.format(port=service.port)!r}, "a", 1)
guard_connections(LoadPlan(0, 1, 1, {{"a": endpoint}}, {{}}, []))
socket.create_connection(("127.0.0.1", {service.port}), 5).close()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    if "127.0.0.3" in address:
        assert "is not an endpoint of this plan" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
