"""A waiting room with status 200: its page reloads itself until it lets the user in."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.plan import Retries
from tests.probes.load.session_world import FORM, JOURNEY, World, page

WELCOME = Journey.model_validate({"steps": [{"get": "/acte", "expect": {"contains": "Welcome"}}]})
META = '<meta http-equiv="refresh" content="3; url=/acte?ticket=4"><p>Please wait.</p>'


def room(text: str = "<p>Please wait.</p>", target: str = "/attente", **head: str) -> HttpResponse:
    response = page(text, **head)
    response.target = target  # after a redirect
    return response


@pytest.mark.parametrize(
    ("waiting", "target"),
    [
        (room(refresh="3"), "/attente"),
        (room(META), "/acte?ticket=4"),
        (room(refresh="3; url=/acte", target="/acte"), "/acte"),
        (page(META, 503), "/acte?ticket=4"),
    ],
)
def test_a_user_reloads_after_the_announced_time(waiting: HttpResponse, target: str) -> None:
    world = World(waiting, page("Welcome"), retries=Retries(5, 5, 15), journey=WELCOME)
    world.run()
    assert world.slept == [3]
    assert [call.target for call in world.calls] == ["/acte", target]
    assert [row.announced for row in world.requests] == [True, False]
    assert (world.attempt.outcome, world.attempt.ended) == ("success", 10.5 + 5)


def test_a_user_waits_as_long_as_the_patience() -> None:
    replies = [room(refresh="3")] * 9 + [page("Welcome")]
    world = World(*replies, retries=Retries(2, 5, 15), patience=38, journey=WELCOME)
    world.run()
    assert world.slept == [3] * 9
    assert world.attempt.outcome == "success"


def test_a_reload_after_the_patience_is_not_waited_for() -> None:
    world = World(room(refresh="3"), room(refresh="30"), retries=Retries(5, 5, 15), patience=30,
                  journey=WELCOME)  # fmt: skip
    world.run()
    assert world.slept == [3]
    assert world.attempt.outcome == "wrong content"


def test_reloads_are_at_most_sixty() -> None:
    replies = [room(refresh="0")] * 70
    world = World(*replies, retries=Retries(5, 5, 15), patience=180, journey=WELCOME)
    world.run()
    assert world.slept == [1] * 60
    assert world.attempt.outcome == "wrong content"


@pytest.mark.parametrize(
    "waiting",
    [room(), room(refresh="3; url=https://elsewhere.example/"), page("", 404, refresh="3")],
)
def test_other_pages_are_not_tried_again(waiting: HttpResponse) -> None:
    world = World(waiting, retries=Retries(5, 5, 15), patience=30, journey=WELCOME)
    world.run()
    assert len(world.requests) == 1


def test_a_page_with_the_expected_content_may_reload_itself() -> None:
    world = World(page("Welcome", refresh="3"), retries=Retries(5, 5, 15), journey=WELCOME)
    world.run()
    assert (len(world.requests), world.attempt.outcome) == (1, "success")
    assert not world.requests[0].announced


def test_a_waiting_room_after_a_form_does_not_get_the_form_again() -> None:
    waiting = room(refresh="3; url=/acte/7")
    replies = page(FORM), waiting, page("", 500), page("n° A7")
    world = World(*replies, retries=Retries(5, 5, 5), patience=30, journey=JOURNEY)
    world.run()
    assert [(call.method, call.target) for call in world.calls[1:]] == [
        ("POST", "/acte"),
        ("GET", "/acte/7"),
        ("GET", "/acte/7"),
    ]
    assert all(not call.body and "Content-Type" not in call.headers for call in world.calls[2:])
    assert (world.attempt.outcome, world.attempt.receipt) == ("success", "A7")
