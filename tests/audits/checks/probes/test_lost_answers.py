"""Probe of users whose response is lost, and who send the same request again."""

from collections import Counter
from typing import Any

import pytest

from epreuve.audits.checks.durability import lost_answer_probe as module
from epreuve.audits.checks.durability.lost_answer_probe import USERS, LostAnswerObservation
from epreuve.audits.planning.plan import Plan
from tests.audits.checks.probes.town import RECEIPT, Town, plan, sent, sight

UNIQUE = {
    "get": "/mes-demandes",
    "expect": {"count": {"pattern": r"demande \d+", "at_least": 1, "at_most": 1}},
}


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE", 0.01)


def calm(town: Town, **more: Any) -> Plan:
    """A plan whose users come and send again at once."""
    made = plan(town)
    journey = made.profile.journeys["deposer"].model_dump(by_alias=True, exclude_unset=True)
    service = {"name": "s", "address": f"http://{town.authority}", "normal_peak": "900/s"}
    changed = {"deposer": {**journey, "unique": [UNIQUE], **more}}
    return plan(town, service=service, journeys=changed).model_copy(update={"retries": (5, 0, 0)})


@pytest.fixture
def one_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """One user, whose submission is counted again at once."""
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr(module, "USERS", 1)


def show(town: Town, line: str, *pages: str) -> None:
    """Show these pages one after the other; the last one stays."""
    shown = iter(pages)
    town.on_request = lambda asked: town.pages.update(
        {line: next(shown, pages[-1])} if asked == line else {}
    )


@pytest.mark.parametrize(
    ("page", "unique"),
    [("demande 1", True), ("demande 1, demande 2", False), ("aucune", None), (403, None)],
)
def test_the_answer_is_lost_and_the_request_sent_again(
    town: Town, page: str | int, unique: bool | None
) -> None:
    town.pages["GET /mes-demandes"] = page
    rows = sent(sight(town, calm(town)), "lost answers")
    record = LostAnswerObservation(status=200, resent="success", unique=unique)
    assert [(row.subject, row.record) for row in rows] == [("deposer", record)] * USERS
    requests = Counter(town.requests)
    assert (requests["POST /depot"], requests["GET /depot"]) == (2 * USERS, USERS)


@pytest.mark.parametrize(
    ("pages", "unique"),
    [
        (["aucune"] * 4 + ["demande 1"], True),
        (["aucune", "demande 1", "demande 1, demande 2"], False),
        (["demande 1, demande 2", "demande 1"], True),  # a copy that is merged late
    ],
)
@pytest.mark.usefixtures("one_user")
def test_a_submission_that_appears_late_is_counted(
    town: Town, monkeypatch: pytest.MonkeyPatch, pages: list[str], unique: bool
) -> None:
    """A queue or a replica shows the first copy late, and the second one later still."""
    monkeypatch.setattr(module, "SETTLE", 2.0)
    show(town, "GET /mes-demandes", *pages)
    (row,) = sent(sight(town, calm(town)), "lost answers")
    assert row.record == LostAnswerObservation(status=200, resent="success", unique=unique)
    assert town.reloads == {"GET /mes-demandes"}


@pytest.mark.usefixtures("one_user")
def test_a_list_that_says_nothing_at_last_leaves_the_count_before(town: Town) -> None:
    show(town, "GET /mes-demandes", "demande 1, demande 2", "aucune")
    (row,) = sent(sight(town, calm(town)), "lost answers")
    assert row.record == LostAnswerObservation(status=200, resent="success", unique=False)


@pytest.mark.usefixtures("one_user")
def test_a_search_that_repeats_the_receipt_before_it_has_the_submission_is_asked_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLE", 2.0)
    step = {"get": "/recherche?recu={recu}", "expect": {"contains": "1 demande"}}
    pages = [f"Résultats pour A1B2 : {count} demande" for count in (0, 0, 0, 0, 1)]
    show(town, "GET /recherche?recu=A1B2", *pages)
    (row,) = sent(sight(town, calm(town, unique=[step])), "lost answers")
    assert row.record == LostAnswerObservation(status=200, resent="success", unique=True)


def test_the_answer_of_the_submission_is_lost_where_a_later_page_gives_the_receipt(
    town: Town,
) -> None:
    town.pages |= {
        "POST /connexion": "bonjour", "POST /depot": "merci", "GET /recu": "n° A1B2",
        "GET /mes-demandes": "demande 1, demande 2",
    }  # fmt: skip
    steps = [
        {"post": "/connexion"}, {"get": "/depot"}, {"post": "/depot", "form": {"nom": "x"}},
        {"get": "/recu", "capture": {"recu": r"n° (\w+)"}},
    ]  # fmt: skip
    rows = sent(sight(town, calm(town, steps=steps)), "lost answers")
    record = LostAnswerObservation(status=200, resent="success", unique=False)
    assert [row.record for row in rows] == [record] * USERS
    requests = Counter(town.requests)
    assert (requests["POST /connexion"], requests["POST /depot"]) == (USERS, 2 * USERS)
    assert requests["GET /recu"] == USERS


@pytest.mark.usefixtures("one_user")
@pytest.mark.parametrize("already", [True, False])
def test_a_refusal_of_the_second_request_may_be_a_success(town: Town, already: bool) -> None:
    """A service that recognises the request it stored, by its content, does what is needed."""
    answers = iter([RECEIPT, 409])
    town.pages |= {"GET /mes-demandes": "demande 1", "GET /depot": "n° A1B2"}
    town.on_request = lambda line: town.pages.update(
        {line: next(answers)} if line == "POST /depot" else {}
    )
    steps = [
        {"get": "/depot", "capture": {"recu": r"n° (\w+)"}},
        {
            "post": "/depot", "capture": {"recu": r"n° (\w+)"},
            **({"already": {"status": 409}} if already else {}),
        },
    ]  # fmt: skip
    (row,) = sent(sight(town, calm(town, steps=steps)), "lost answers")
    assert row.record.resent == ("success" if already else "http error")


def test_without_a_post_up_to_the_receipt_no_answer_is_lost(town: Town) -> None:
    steps = [{"get": "/depot", "capture": {"recu": r"(\w+)"}}, {"post": "/depot"}]
    assert sent(sight(town, calm(town, steps=steps)), "lost answers") == []
    assert town.requests == []


def test_without_unique_nothing_is_sent(town: Town) -> None:
    assert sent(sight(town, calm(town, unique=[])), "lost answers") == []
    assert town.requests == []


def test_a_form_that_does_not_open_loses_no_answer(town: Town) -> None:
    town.pages["GET /depot"] = 503
    assert sent(sight(town, calm(town)), "lost answers") == []


def test_a_run_that_is_over_plays_no_further_user(town: Town) -> None:
    rare = {"name": "s", "address": f"http://{town.authority}", "normal_peak": "1/min"}
    context = sight(town, calm(town))
    context.plan = plan(town, service=rare, journeys=dict(context.plan.profile.journeys))
    context.is_over = True  # minutes would pass before the last user
    assert sent(context, "lost answers") == []
    assert town.requests == []
