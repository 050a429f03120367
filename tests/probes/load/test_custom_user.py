"""Custom Locust users as steps of a journey."""

import math
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load

pytestmark = pytest.mark.process

LOCUSTFILE = """
from locust import FastHttpUser, HttpUser, task

class Agent(FastHttpUser):
    def on_start(self):
        self.client.get("/connexion", name="connexion")

    @task
    def read(self):
        with self.client.get("/dossier", catch_response=True) as response:
            if "Vos" not in response.text:
                response.failure("pas de titre")

class Ordinary(HttpUser):
    @task
    def read(self):
        assert "Vos" in self.client.get("/dossier").text

class Astray(HttpUser):
    @task
    def leave(self):
        self.client.get("http://127.0.0.9:9/")
"""


def run(serve_address: str, user: str, folder: Path) -> list[Any]:
    (folder / "own.py").write_text(LOCUSTFILE)
    step = {"locust": f"{folder / 'own.py'}:{user}", "name": "à moi"}
    journeys = {"own": Journey.model_validate({"steps": [step]})}
    endpoints = {"ville": Endpoint(serve_address, "guichet.example:80", 5)}
    arrivals = [Arrival(number, 0.02 * number, "own", "ville") for number in range(3)]
    plan = LoadPlan(math.nan, 6.0, 7, endpoints, journeys, arrivals)
    rows: list[Any] = []
    load = Load(plan, folder, rows.extend)
    load.start()
    assert load.wait_ready(30), load.failure
    load.go(time.monotonic() + 0.1)
    assert load.wait(20)
    assert load.failure is None
    return rows


def test_each_user_runs_one_task_through_the_endpoint(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    service = serve(respond("<h1>Vos dossiers</h1>"))
    rows = run(service.address, "Agent", tmp_path)
    assert [row.outcome for row in rows if isinstance(row, Attempt)] == ["success"] * 3
    steps = sorted(row.step for row in rows if isinstance(row, Request))
    assert steps == sorted(["à moi", "à moi → GET connexion", "à moi → GET /dossier"] * 3)
    assert all(b"Host: guichet.example\r\n" in request for request in service.requests)
    agents = {
        request.partition(b"User-Agent: ")[2].split(b"\r\n")[0] for request in service.requests
    }
    assert all(agent.startswith(b"Mozilla/5.0 ") for agent in agents)


@pytest.mark.parametrize("user", ["Agent", "Ordinary"])
def test_each_user_has_an_address_and_comes_from_a_page(
    user: str, serve: Any, respond: Any, tmp_path: Path
) -> None:
    service = serve(respond("<h1>Vos dossiers</h1>"))
    run(service.address, user, tmp_path)
    senders = LoadPlan(math.nan, 6.0, 7, {}, {}, []).senders
    assert set(service.clients) == {senders.of(number).source for number in range(3)}
    assert all(b"Referer: http://guichet.example/\r\n" in one for one in service.requests)


@pytest.mark.parametrize("user", ["Agent", "Ordinary"])
def test_a_failed_assertion_is_wrong_content(
    user: str, serve: Any, respond: Any, tmp_path: Path
) -> None:
    rows = run(serve(respond("<h1>Maintenance</h1>")).address, user, tmp_path)
    assert {row.outcome for row in rows if isinstance(row, Attempt)} == {"wrong content"}


def test_an_error_of_the_service_keeps_its_outcome(serve: Any, reset: Any, tmp_path: Path) -> None:
    rows = run(serve(reset).address, "Ordinary", tmp_path)
    assert {row.outcome for row in rows if isinstance(row, Attempt)} <= {"reset", "wrong content"}
    assert "reset" in {row.outcome for row in rows if isinstance(row, Request)}


def test_a_custom_user_cannot_connect_elsewhere(serve: Any, respond: Any, tmp_path: Path) -> None:
    rows = run(serve(respond("ok")).address, "Astray", tmp_path)
    details = [str(row.record) for row in rows if isinstance(row, Observation)]
    assert any("127.0.0.9:9 is not an endpoint of this plan" in detail for detail in details)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"locust": "own.py"}, "pattern"),
        ({"locust": "own.py:A", "get": "/"}, "exactly one"),
        ({"locust": "own.py:A", "expect": {"contains": "x"}}, "accepts only"),
    ],
)
def test_fields_that_a_locust_step_cannot_have_are_refused(step: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Step.model_validate(step)


def test_the_harness_never_runs_a_locust_step() -> None:
    with pytest.raises(PlaceholderError, match="harness cannot run"):
        compose(Step.model_validate({"locust": "own.py:A"}), Variables(Citizen(1, 1)))
