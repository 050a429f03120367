"""Controls of `unique` and `processed`: a receipt just made, and one never given."""

from typing import Any

import pytest

from epreuve.probes.pages import control_reader as module
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import ReceiptControl, UniqueControl
from epreuve.probes.pages.submission import Submission
from epreuve.probes.pages.unique_count import uniqueness
from tests.probes.pages.reading import journey
from tests.probes.pages.store import Change, Store, citizen

ONE: dict[str, Any] = {"pattern": r"request \w+", "at_least": 1, "at_most": 1}


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY", 0.01)


def control(change: Change = lambda path, request: None, **changes: Any) -> ReceiptControl:
    return receipt_controls(journey(**changes), citizen(1), Store(change).run, appears_within=0.05)


def unique(*steps: dict[str, Any], change: Change = lambda path, request: None) -> UniqueControl:
    made = control(change, unique=list(steps)).unique
    assert made is not None
    return made


def by_name(**expect: Any) -> dict[str, Any]:
    return {"get": "/by?name={citizen.name}", "expect": expect}


@pytest.mark.parametrize(
    "step",
    [
        by_name(count=ONE),
        by_name(count={"pattern": r"request \w+", "at_most": 1}),  # none is accepted too
        by_name(contains="request"),
        by_name(contains="{receipt}", count=ONE),  # of the same user, another receipt counts 1
        {"get": "/request/{receipt}", "expect": {"contains": "light"}},
    ],
)
def test_one_for_a_receipt_just_made_and_none_for_one_never_given(step: dict[str, Any]) -> None:
    assert unique(step) == UniqueControl(made=1, forged=0)
    assert unique(step).holds


@pytest.mark.parametrize(
    ("step", "made", "forged"),
    [
        ({"get": "/request", "expect": {"count": {"pattern": "form", "at_most": 9}}}, 1, 1),
        ({"get": "/request", "expect": {"contains": "form"}}, 1, 1),
        (by_name(count={"pattern": r"r?equest \w+|li", "at_most": 5}), 2, 0),
        (by_name(count={**ONE, "pattern": "dossier"}), 0, 0),
        (by_name(lacks="request"), 0, 1),
        ({"get": "/nowhere", "expect": {"count": ONE}}, 0, 0),
    ],
)
def test_other_numbers_prove_nothing(step: dict[str, Any], made: int, forged: int) -> None:
    read = unique(step)
    assert (read.made, read.forged, read.holds) == (made, forged, False)


@pytest.mark.parametrize(
    ("pattern", "shared"),
    [
        ("request", "request"),
        ("<li>req", "<li>req"),
        ("<li>request ", "<li>request "),
        (r"request (\w+)", ""),
        (r"<li>request .+?</li>", ""),
    ],
)
def test_a_match_that_a_second_submission_has_too_proves_nothing(pattern: str, shared: str) -> None:
    read = unique(by_name(count={"pattern": pattern, "at_most": 1}))
    assert (read.made, read.forged, read.shared, read.holds) == (1, 0, shared, not shared)


def test_the_name_of_the_user_is_the_same_in_two_submissions() -> None:
    name = citizen(1).name
    change: Change = lambda path, _: (200, f"<li>by {name}, 2 rue") if path == "/by" else None  # noqa: E731
    read = unique(by_name(count={"pattern": "by {citizen.name}", "at_most": 1}), change=change)
    assert (read.made, read.shared) == (1, f"by {name}")


def test_a_list_that_fails_or_expects_more_says_why() -> None:
    failed = unique(by_name(count=ONE), change=lambda path, _: (503, "") if path == "/by" else None)
    assert (failed.made, failed.holds) == (None, False)
    assert "status 503" in failed.detail
    strict = unique(by_name(count=ONE, contains="closed"))
    assert (strict.made, strict.holds) == (1, False)
    assert "'closed' is missing" in strict.detail


def test_a_list_that_shows_the_submission_late_is_waited_for() -> None:
    late = iter([(200, "nothing yet")] * 2)
    change: Change = lambda path, _: next(late, None) if path == "/by" else None  # noqa: E731
    assert unique(by_name(count=ONE), change=change).holds


def test_a_user_who_may_have_sent_twice_is_no_control_of_unique() -> None:
    store = Store()
    receipt = store.submit(citizen(1).name)
    made = receipt_controls(
        journey(), citizen(1), store.run, receipt, appears_within=0.05, sent_once=False
    )
    assert (made.positive, made.unique) == (True, None)


@pytest.mark.parametrize(
    ("step", "forged"),
    [
        ({"get": "/request/{receipt}", "expect": {"contains": "light"}}, False),
        (by_name(contains="request"), False),
        ({"get": "/request"}, True),
    ],
)
def test_a_submission_never_sent_must_not_be_processed(step: dict[str, Any], forged: bool) -> None:
    assert control(processed=[step]).processed_forged is forged
    assert control().processed_forged is None


@pytest.mark.parametrize(
    ("count", "copies", "expected"),
    [
        ({"at_most": 1}, 0, None),  # a list without the submission says nothing
        ({"at_most": 1}, 1, True),
        ({"at_most": 1}, 2, False),
        ({"at_least": 1}, 2, False),  # two, whatever the profile accepts
        ({"at_least": 1, "at_most": 2}, 2, True),
        ({"at_least": 1, "at_most": 2}, 3, False),
    ],
)
def test_a_submission_exists_once_where_the_list_has_it_once(
    count: dict[str, int], copies: int, expected: bool | None
) -> None:
    store, user = Store(), citizen(1)
    for _ in range(copies):
        store.submit(user.name)
    listed = journey(unique=[by_name(count={"pattern": r"request \w+", **count})])
    result = store.run(listed.unique, {}, user, 1.0)
    assert uniqueness(Submission(listed, "1", user), result) is expected


NAME = citizen(1).name
HELLO = {"get": "/hello?name={citizen.name}"}


@pytest.mark.parametrize(
    ("steps", "page", "expected"),
    [
        ([by_name(contains="1 result")], f"Results for {NAME}: 0 result", None),
        ([{"get": "/by/{receipt}", "expect": {"contains": "1 result"}}], "17: 0 result", None),
        ([{"get": "/by/{receipt}", "expect": {"lacks": "2 copies"}}], f"{NAME}, 2 copies", False),
        ([by_name(contains="1 result")], f"Results for {NAME}: 17, 18", False),
        ([HELLO, {"get": "/by", "expect": {"contains": "1 result"}}], f"Hello {NAME}!", None),
        ([{"get": "/by", "expect": {"contains": "1 result"}}], f"2 results: {NAME}", False),
        ([by_name(contains="1 result")], f"Results for {NAME}: 1 result", True),
    ],
)
def test_a_page_that_repeats_the_search_is_no_duplicate(
    steps: list[dict[str, Any]], page: str, expected: bool | None
) -> None:
    listed = journey(unique=steps)
    result = Store(lambda path, _: (200, page)).run(listed.unique, {"receipt": "17"}, citizen(1), 1)
    assert uniqueness(Submission(listed, "17", citizen(1)), result) is expected


def test_a_greeting_shows_no_submission() -> None:
    """After a log-in by e-mail address, each page may name the user."""
    steps = [
        {"post": "/login", "form": {"email": "{citizen.email}"}},
        {"get": "/mine", "expect": {"contains": "1 request"}},
    ]
    listed = journey(unique=steps)
    result = Store(lambda path, _: (200, f"Hello {NAME}! 0 requests")).run(
        listed.unique, {"receipt": "17"}, citizen(1), 1.0
    )
    assert result.outcome == "wrong content"
    assert uniqueness(Submission(listed, "17", citizen(1)), result) is None
