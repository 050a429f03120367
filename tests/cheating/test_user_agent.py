"""Trick: a service that hides its defects from an audit, which it knows by its requests.

Its counterpart shows the same defects to all users. Here, no request differs from that of a user:
both services get the same requests.
"""

import math
import re
import time
from pathlib import Path

import pytest

from epreuve.audits.checks.probing.context import PROBES
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.execution.receipt_reading import run_of
from epreuve.audits.execution.service_readiness import wait_service
from epreuve.audits.execution.unpowered import response_of
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.browser import BROWSERS
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load
from tests.audits.checks.probes.town import plan, sent, sight
from tests.cheating.watchful_town import WatchfulTown

NONCE = "a1b2c3"
AGENTS = {browser.user_agent for browser, _ in BROWSERS}
SIGNS = (
    "epreuve",
    "épreuve",
    "audit",
    "harness",
    "toxiproxy",
    "locust",
    "python",
    "headless",
    NONCE,
)
FORM = {"nom": "{citizen.name}", "courriel": "{citizen.email}", "ville": "{citizen.city}"}


def marked(town: WatchfulTown, **headers: str) -> Plan:
    """A plan whose users send all that identifies them."""
    made = plan(
        town,
        service={
            "name": "s", "address": f"http://{town.authority}", "normal_peak": "1/s",
            "headers": headers,
        },
        status_page={"address": f"http://{town.authority}/etat"},
        objectives={"minimum_service": ["/"]},
        export={
            "citizen": [{"get": "/dossiers/{receipt}"}], "documentation": "/etat",
            "administrator": "none",
        },
    )  # fmt: skip
    steps = made.profile.journeys["deposer"].steps
    form = steps[2].model_copy(update={"form": {name: (text,) for name, text in FORM.items()}})
    page = steps[0].model_copy(update={"resources": True})
    journey = made.profile.journeys["deposer"].model_copy(update={"steps": (page, steps[1], form)})
    profile = made.profile.model_copy(update={"journeys": {"deposer": journey}})
    return made.model_copy(update={"profile": profile, "nonce": NONCE})


def send_all(town: WatchfulTown, made: Plan) -> None:
    """Send what the harness itself sends: probes, readiness, receipts and exports."""
    load_checks()
    context = sight(town, made)
    context.is_over = True  # no probe waits
    for name in sorted(PROBES):
        sent(context, name)
    wait_service(made.profile, 0.2)
    response_of(made.profile)
    journey, run = made.profile.journeys["deposer"], run_of(made)
    given = run(journey.steps, {}, made.citizen(1), 5.0).captured
    run(journey.verify, given, made.citizen(1), 5.0)
    held = [Attempt(1, "deposer", "dsl", 0.0, 0.0, 1.0, "success", "", "A1B2", 1.0, False)]
    list(take_exports(made, MonotonicClock(time.monotonic()), Path(), held))


def send_load(town: WatchfulTown, made: Plan, folder: Path) -> None:
    endpoint = Endpoint(f"http://{town.authority}", town.authority, 5.0)
    arrivals = [Arrival(number, 0.01 * number, "deposer", "dsl") for number in range(20)]
    service = made.profile.service
    load = Load(
        LoadPlan(
            math.nan, 5.0, made.seed, {"dsl": endpoint}, made.profile.journeys, arrivals,
            nonce=made.nonce, headers=service.headers,
        ),
        folder, lambda rows: None,
    )  # fmt: skip
    load.start()
    assert load.wait_ready(60), load.failure
    load.go(time.monotonic() + 0.2)
    assert load.wait(20)
    assert load.failure is None


def agents(town: WatchfulTown) -> set[str]:
    shown = [re.findall(r"(?im)^user-agent: (.+)$", request) for request in town.whole]
    assert all(len(one) == 1 for one in shown)
    return {one[0] for one in shown}


def test_nothing_that_the_harness_sends_tells_that_an_audit_runs(town: WatchfulTown) -> None:
    send_all(town, marked(town))
    assert len(town.whole) > 30
    assert agents(town) <= AGENTS
    for request in town.whole:
        assert not [sign for sign in SIGNS if sign in request.lower()], request


def test_no_header_is_that_of_one_probe(town: WatchfulTown) -> None:
    """Each probe sends the headers that users send: none has a name of its own."""
    send_all(town, marked(town))
    names = {
        line.partition(":")[0]
        for one in town.whole
        for line in one.split("\n\n")[0].split("\n")[1:]
    }
    assert names <= {
        "Host", "Connection", "Content-Length", "Cache-Control", "sec-ch-ua", "sec-ch-ua-mobile",
        "sec-ch-ua-platform", "Origin", "Content-Type", "Upgrade-Insecure-Requests", "User-Agent",
        "Accept", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-User", "Sec-Fetch-Dest", "Referer",
        "Accept-Encoding", "Accept-Language", "Cookie", "If-None-Match", "If-Modified-Since",
        "Priority",
    }  # fmt: skip


def test_the_operator_may_identify_the_audit(town: WatchfulTown) -> None:
    send_all(town, marked(town, **{"X-Audit": "town of 2026"}))
    assert all("\nX-Audit: town of 2026" in request for request in town.whole)


def test_a_receipt_is_read_by_another_identity(town: WatchfulTown) -> None:
    """Neither the browser nor a cookie of the user who sent it."""
    made = marked(town)
    journey, run = made.profile.journeys["deposer"], run_of(made)
    for user in range(30):
        town.whole.clear()
        given = run(journey.steps, {}, made.citizen(user), 5.0).captured
        own = agents(town)
        town.whole.clear()
        run(journey.verify, given, made.citizen(user), 5.0)
        assert len(own) == len(agents(town)) == 1
        assert own != agents(town)
        assert "Cookie:" not in town.whole[0]


@pytest.mark.process
def test_nothing_that_load_sends_tells_that_an_audit_runs(
    town: WatchfulTown, tmp_path: Path
) -> None:
    made = marked(town, **{"X-Operator": "ours"})
    send_load(town, made, tmp_path)
    posts = [request for request in town.whole if request.startswith("POST")]
    assert len(posts) == 20
    assert any(request.startswith("GET /a.css") for request in town.whole)  # a part of the page
    assert agents(town) <= AGENTS
    assert len(agents(town)) > 3
    for request in town.whole:
        assert "\nX-Operator: ours" in request
        assert not [sign for sign in SIGNS if sign in request.lower()], request
