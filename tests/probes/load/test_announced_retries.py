"""Users whom the service asks to come back: a waiting room, in virtual time and on a network."""

import math
import re
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan, Retries
from tests.probes.load.outcomes.load_run import run
from tests.probes.load.outcomes.services import JOURNEY, PAGE
from tests.probes.load.session_world import ONE_STEP, World, page


def busy(seconds: str, status: int = 429) -> HttpResponse:
    return page("<p>Please wait.</p>", status, **{"retry-after": seconds})


@pytest.mark.parametrize("status", [429, 503])
def test_a_user_comes_back_after_the_announced_time(status: int) -> None:
    replies = busy("8", status), busy("2", status), page("Welcome")
    world = World(*replies, retries=Retries(5, 5, 15), patience=30, journey=ONE_STEP)

    world.run()

    assert world.slept == [8, 2]  # shorter than the shortest usual wait
    refusal = ("http error", status, True)
    outcomes = [(row.outcome, row.status, row.guided) for row in world.requests]
    assert outcomes == [refusal, refusal, ("success", 200, False)]
    assert [row.attempt for row in world.requests] == [0, 1, 2]
    assert [row.announced for row in world.requests] == [True, True, False]
    assert (world.attempt.outcome, world.attempt.ended) == ("success", 10.5 + 3 + 10)


def test_announced_retries_last_as_long_as_the_patience() -> None:
    replies = [busy("1")] * 12 + [page("Welcome")]
    world = World(*replies, retries=Retries(2, 1, 1), patience=30, journey=ONE_STEP)
    world.run()
    assert world.slept == [1] * 12
    assert world.attempt.outcome == "success"


def test_an_announced_time_after_the_patience_ends_the_step() -> None:
    world = World(busy("28.5"), busy("29"), retries=Retries(5, 5, 5), patience=36, journey=ONE_STEP)
    world.run()
    assert world.slept == [5]  # 28.5 is no valid number of seconds; 29 s are not left after it
    assert world.attempt.outcome == "http error"


def test_announced_retries_are_at_most_sixty() -> None:
    world = World(*[busy("0")] * 70, retries=Retries(5, 0, 0), patience=180, journey=ONE_STEP)
    world.run()
    assert world.slept == [1] * 60
    assert world.attempt.outcome == "http error"


def test_announced_retries_leave_the_usual_ones() -> None:
    replies = [busy("1"), page("", 500)] * 3
    world = World(*replies, retries=Retries(2, 1, 1), patience=60, journey=ONE_STEP)
    world.run()
    assert len(world.requests) == 6  # three announced retries, two usual ones


def test_a_plan_without_retries_has_no_announced_one() -> None:
    world = World(busy("1"), patience=30, journey=ONE_STEP)
    world.run()
    assert len(world.requests) == 1


@pytest.mark.process
@pytest.mark.parametrize(
    ("start", "waiting"),
    [
        ("429 Too Many Requests\r\nRetry-After: 1", "<p>Please wait.</p>"),
        ("200 OK\r\nRefresh: 1", "<p>Please wait.</p>"),
        ("200 OK", "<meta http-equiv=refresh content=1><p>Please wait.</p>"),
    ],
)
def test_a_waiting_room_lets_each_user_in(
    serve: Any, tmp_path: Path, start: str, waiting: str
) -> None:
    tries: Counter[str] = Counter()

    def room(connection: socket.socket, request: bytes) -> None:
        ticket = re.search(rb"ticket=(\d+)", request)
        user = ticket[1].decode() if ticket else str(len(tries))
        tries[user] += 1
        head = f"Set-Cookie: ticket={user}; Path=/\r\nContent-Type: text/html\r\n"
        line, body = (start, waiting) if tries[user] <= 2 else ("200 OK", PAGE)
        answer = f"HTTP/1.1 {line}\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}"
        connection.sendall(answer.encode())

    service = serve(room)
    endpoints = {"ville": Endpoint(service.address, "guichet.example:80", 12)}
    arrivals = [Arrival(number, number * 0.3, "page", "ville") for number in range(3)]
    plan = LoadPlan(
        math.nan, 15, 7, endpoints, {"page": JOURNEY}, arrivals, retries=Retries(5, 0.5, 1)
    )

    rows = run(plan, tmp_path)

    attempts = [row for row in rows if isinstance(row, Attempt)]
    assert [attempt.outcome for attempt in attempts] == ["success"] * 3
    assert all(attempt.ended - attempt.intended >= 2 for attempt in attempts)
    answers = Counter((row.status, row.announced) for row in rows if isinstance(row, Request))
    assert answers == {(int(start[:3]), True): 6, (200, False): 3}
