"""Addresses of the users of a load process."""

import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load

pytestmark = pytest.mark.process

JOURNEY = Journey.model_validate({"steps": [{"get": "/"}]})
ARRIVALS = [Arrival(number, number / 100, "page", "ville") for number in range(20)]


def plan_of(address: str) -> LoadPlan:
    endpoints = {"ville": Endpoint(address, "guichet.example:80", 5)}
    return LoadPlan(math.nan, 8.0, 7, endpoints, {"page": JOURNEY}, ARRIVALS)


def run(plan: LoadPlan, folder: Path) -> None:
    load = Load(plan, folder, lambda rows: None)
    load.start()
    assert load.wait_ready(40), load.failure
    load.go(time.monotonic() + 0.2)
    assert load.wait(20)
    assert load.failure is None


def test_each_user_has_an_address(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    plan = plan_of(service.address)
    run(plan, tmp_path)
    assert sorted(service.clients) == sorted(plan.senders.of(n).source for n in range(20))


def test_a_header_names_the_address_of_each_user(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    headers = {"X-Real-IP": "{citizen.address}"}
    run(replace(plan_of(service.address), headers=headers), tmp_path)
    sent = {one.partition(b"X-Real-IP: ")[2].split(b"\r\n")[0] for one in service.requests}
    assert len(sent) == 20
    assert set(service.clients) == {"127.0.0.1"}
