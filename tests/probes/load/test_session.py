"""A load session in virtual time, without network."""

from collections.abc import Callable

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Request
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Retries
from epreuve.probes.load.records import RedirectObservation
from epreuve.probes.load.session import UserSession
from tests.probes.load.session_world import FORM, JOURNEY, ONE_STEP, Reply, World, page


def test_a_successful_journey_gives_a_receipt_and_a_row_per_request() -> None:
    world = World(page(FORM), page("Accusé de réception n° AB12"))

    session = world.run()

    first, second = world.requests
    assert first == Request(3, "GET /", 0, 10.0, 10.5, 11.5, "success", 200, len(FORM), False)
    assert second.step == "déposer"
    assert second.intended == second.started == 11.5 + world.slept[0]
    assert world.attempt.outcome == "success"
    assert (world.attempt.receipt, world.attempt.receipt_at) == ("AB12", second.ended)
    # The step's own time-out, else the cohort's patience, from when the user wanted the step.
    assert world.limits == pytest.approx([2.5, 7])
    assert session.lag == 0.5


def test_captured_values_are_sent_with_entities_decoded() -> None:
    world = World(page(FORM), page("n° AB12"))
    world.run()
    assert b"token=t%269" in world.calls[1].body


def test_thinking_time_is_seeded_and_within_half_of_the_declared_one() -> None:
    worlds = [World(page(FORM), page("n° AB12")) for _ in range(3)]
    for world, number in zip(worlds, (3, 3, 4), strict=True):
        world.run(number=number)
    assert 1 <= worlds[0].slept[0] <= 3
    assert worlds[0].slept == worlds[1].slept
    assert worlds[0].slept != worlds[2].slept


@pytest.mark.parametrize(
    "reply",
    [
        ExchangeError("connect timeout", ""),
        ExchangeError("reset", ""),
        ExchangeError("refused", ""),
        page("", 503),
        page("", 429),
    ],
)
def test_failures_5xx_and_429_are_retried_as_often_as_allowed(reply: Reply) -> None:
    world = World(*[reply] * 3, retries=Retries(2, 5, 30), patience=100, journey=ONE_STEP)

    world.run()

    assert [row.attempt for row in world.requests] == [0, 1, 2]
    assert all(5 <= pause <= 30 for pause in world.slept)
    assert len(world.slept) == 2
    assert world.requests[1].intended == world.requests[0].ended + world.slept[0]
    assert world.attempt.outcome == world.requests[-1].outcome != "success"
    assert world.attempt.step == "GET /"


@pytest.mark.parametrize("reply", [page("nothing to capture"), page("", 404), page("", 403)])
def test_wrong_content_and_other_4xx_are_not_retried(reply: Reply) -> None:
    world = World(reply, retries=Retries(5, 5, 30))
    world.run()
    assert len(world.requests) == 1


def test_a_retry_sends_the_same_form() -> None:
    replies = page(FORM), ExchangeError("eof", ""), page("n° Z9")
    world = World(*replies, retries=Retries(5, 5, 30), patience=100)
    world.run()
    assert world.calls[1] == world.calls[2]
    assert world.attempt.outcome == "success"
    assert world.attempt.receipt == "Z9"


def test_users_without_network_are_recorded_and_send_nothing() -> None:
    world = World()
    world.run("no-network")
    assert world.calls == []
    assert world.rows == [world.attempt]
    assert world.attempt.outcome == "no link"


def test_an_unknown_placeholder_is_explained_once_and_ends_no_other_session() -> None:
    world = World(page("<p>no token here</p>"), page("<p>no token here</p>"))
    bad = JOURNEY.model_copy(update={"steps": (JOURNEY.steps[1],)})
    world.context.journeys["acte"] = bad  # type: ignore[index]
    for number in (1, 2):
        UserSession(world.context, Arrival(number, 10.0, "acte", "ville"), world.fetch).run()
    details = [row for row in world.rows if isinstance(row, Observation)]
    assert len(details) == 1
    assert "{token}" in details[0].record.detail
    assert {row.outcome for row in world.requests} == {"error"}


def test_a_bug_is_an_error_of_one_session_only() -> None:
    world = World()  # has no reply to give: IndexError
    world.run()
    assert world.attempt.outcome == "error"
    assert "IndexError" in repr(world.rows)


def test_secrets_are_sent_and_never_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "s3cret")
    world = World(ExchangeError("error", "could not send s3cret"))
    step = {"get": "/x?k={env.TOKEN}", "headers": {"X-Key": "{env.TOKEN}"}}
    world.context.journeys["acte"] = Journey.model_validate({"steps": [step]})  # type: ignore[index]
    world.run()
    assert world.calls[0].target == "/x?k=s3cret"
    assert world.calls[0].headers == {"X-Key": "s3cret"}
    assert "s3cret" not in repr(world.rows)


@pytest.mark.parametrize(
    ("reply", "guided"),
    [
        (page("<p>Revenez plus tard</p>", 503), True),
        (page("", 503, **{"retry-after": "60"}), True),
        (page("Internal Server Error", 500), False),
    ],
)
def test_guidance_is_recorded(reply: HttpResponse, guided: bool) -> None:
    world = World(reply)
    world.run()
    assert world.requests[0].guided is guided
    assert world.attempt.guided is guided


def test_a_session_interrupted_during_a_request_counts_it() -> None:
    world = World()

    def wait(call: HttpRequest, limit: float, follow: bool) -> HttpResponse:
        raise KeyboardInterrupt

    session = UserSession(world.context, Arrival(3, 10.0, "acte", "ville"), wait)
    with pytest.raises(KeyboardInterrupt):
        session.run()
    world.time = 99
    session.interrupt()

    assert world.requests[0].outcome == world.attempt.outcome == "in flight"
    assert world.requests[0].ended == 99


def test_a_session_interrupted_while_thinking_has_no_pending_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(page(FORM))

    def sleep(seconds: float) -> None:
        raise KeyboardInterrupt

    context = world.context._replace(sleep=sleep)
    session = UserSession(context, Arrival(3, 10.0, "acte", "ville"), world.fetch)
    with pytest.raises(KeyboardInterrupt):
        session.run()
    session.interrupt()

    assert [row.outcome for row in world.requests] == ["success"]
    assert world.attempt.outcome == "in flight"


@pytest.mark.parametrize(
    ("location", "hosts"),
    [
        ("https://id.example/login", ["id.example:443"]),
        ("//id.example:8443/", ["id.example:8443"]),
        ("/next", []),
        ("http://guichet/next", []),
        ("https://guichet/next", []),
        ("https://guichet:8443/next", ["guichet:8443"]),
        ("http://[", []),
    ],
)
def test_a_redirect_to_another_host_is_recorded_once(location: str, hosts: list[str]) -> None:
    step = {"get": "/login", "redirects": False, "expect": {"status": 302}}
    replies = [HttpResponse(302, {"location": location}, b"", 0) for _ in range(3)]
    world = World(*replies, journey=Journey.model_validate({"steps": [step]}))
    for number in range(3):
        world.run(number=number)
    details = [row for row in world.rows if isinstance(row, Observation)]
    assert [(one.subject, one.record) for one in details] == [
        ("GET /login", RedirectObservation(host=host)) for host in hosts
    ]


def test_each_failure_is_explained_once() -> None:
    world = World(*[page("?")] * 3)
    refused: Callable[[int], None] = lambda number: UserSession(  # noqa: E731
        world.context, Arrival(number, 10.0, "acte", "ville"), world.fetch
    ).run()
    for number in range(3):
        refused(number)
    details = [row for row in world.rows if isinstance(row, Observation)]
    assert [row.record.outcome for row in details] == ["wrong content"]
