"""Positive and negative control of `verify`."""

from typing import Any
from urllib.parse import unquote

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages import control_reader as module
from epreuve.probes.pages.receipt_controls import receipt_controls
from tests.probes.pages.reading import journey
from tests.probes.pages.store import FORM, JOURNEY, Store, citizen


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY", 0.01)


def test_the_own_content_is_what_a_number_never_given_does_not_show() -> None:
    store = Store()
    control = receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05)
    assert (control.positive, control.negative, control.reason) == (True, True, "")
    assert control.shown == ("citizen.name",)  # the number is quoted on both pages
    (missing,) = control.missing
    assert control.address == missing.address == "/request/{receipt}"
    assert (missing.status, missing.text) == (200, "request # the request # does not exist.")
    again = receipt_controls(JOURNEY, citizen(2), store.run, appears_within=0.05)
    timeless = again.model_copy(update={"appears_within": control.appears_within})
    assert timeless == control  # nothing of one citizen is in it


def test_a_receipt_just_made_is_used_and_nothing_is_sent() -> None:
    store = Store()
    receipt = store.submit(citizen(1).name)
    assert receipt_controls(JOURNEY, citizen(1), store.run, receipt, appears_within=0.05).positive
    assert store.number == 1


def test_a_submission_that_appears_late_is_waited_for() -> None:
    late = iter([(404, "not yet")] * 2)
    store = Store(lambda path, _: next(late, None) if path == "/request/1" else None)
    assert receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05).positive


@pytest.mark.parametrize(
    ("path", "answer", "reason"),
    [
        ("/request", (200, "<p>Too busy</p>"), "did not give a receipt: GET /request: css"),
        ("/request/1", (404, "no"), "fails for a receipt just made: GET /request/{receipt}: stat"),
        ("/request", (200, FORM.format(text='<i name="number" value="1">')), "is on the form"),
    ],
)
def test_a_positive_control_that_fails_says_why(path: str, answer: Any, reason: str) -> None:
    store = Store(lambda p, request: answer if p == path and request.method == "GET" else None)
    control = receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05)
    assert not control.positive
    assert reason in control.reason


@pytest.mark.parametrize(("missing", "positive"), [("does not exist", True), ("Request", False)])
def test_the_answer_to_a_lost_receipt_is_not_that_to_one_just_made(
    missing: str, positive: bool
) -> None:
    described = journey(missing={"contains": missing})
    control = receipt_controls(described, citizen(1), Store().run, appears_within=0.05)
    assert control.positive is positive
    assert ("`missing` also describes" in control.reason) is not positive


def test_a_verify_that_always_succeeds_proves_nothing() -> None:
    verify = [{"get": "/request/{receipt}", "expect": {"contains": "{receipt}"}}]
    dumped = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    echo = Journey.model_validate({**dumped, "verify": verify})
    control = receipt_controls(echo, citizen(1), Store().run, appears_within=0.05)
    assert (control.positive, control.negative) == (True, False)
    assert "never given" in control.reason


def test_a_verify_by_name_is_controlled_with_another_user() -> None:
    verify = [{"get": "/by?name={citizen.name}", "expect": {"contains": "request"}}]
    dumped = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    by_name = Journey.model_validate({**dumped, "verify": verify})
    control = receipt_controls(by_name, citizen(1), Store().run, appears_within=0.05)
    assert (control.positive, control.negative) == (True, True)


@pytest.mark.parametrize(
    "answer",
    [
        (401, "log in"),
        (503, "down"),
        (502, "<h1>Bad gateway</h1>"),
        (200, '<form><input type="password"></form>'),
        "reset",
    ],
)
def test_an_answer_that_says_nothing_is_no_model_of_a_loss(answer: Any) -> None:
    store = Store(lambda path, _: answer if store.is_unknown(path) else None)
    control = receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05)
    assert control.positive
    assert control.missing == ()


@pytest.mark.parametrize(("breaks", "text"), [(False, ["error"]), (True, [])])
def test_a_500_is_a_model_of_a_loss_while_the_receipt_just_made_is_read(
    breaks: bool, text: list[str]
) -> None:
    broken = False

    def page(path: str, _: object) -> tuple[int, str] | None:
        nonlocal broken
        broken = broken or (breaks and store.is_unknown(path))
        return (500, "<h1>Error</h1>") if broken or store.is_unknown(path) else None

    store = Store(page)
    control = receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05)
    assert [missing.text for missing in control.missing if missing.status == 500] == text


def test_a_moment_of_failure_is_no_model_of_a_loss() -> None:
    numbers = iter(range(100))

    def page(path: str, _: object) -> tuple[int, str] | None:
        return (500, "Error") if store.is_unknown(path) and next(numbers) < 2 else None

    store = Store(page)
    (missing,) = receipt_controls(JOURNEY, citizen(1), store.run, appears_within=0.05).missing
    assert (missing.status, missing.text[:7]) == (200, "request")


def test_the_empty_form_is_that_of_a_user_who_never_sent() -> None:
    def page(path: str, request: HttpRequest) -> tuple[int, str] | None:
        if path != "/form":
            return None
        known = (
            f'<i name="number" value="{store.number}">'
            if citizen(1).name in unquote(request.target)
            else ""
        )
        return 200, FORM.format(text=known)

    store = Store(page)
    receipt = store.submit(citizen(1).name)
    steps = [{"get": "/form?name={citizen.name}"}, *JOURNEY.model_dump(by_alias=True)["steps"][1:]]
    fields = {**JOURNEY.model_dump(by_alias=True, exclude_defaults=True), "steps": steps}
    journey = Journey.model_validate(fields)
    control = receipt_controls(journey, citizen(1), store.run, receipt, appears_within=0.05)
    assert (control.positive, control.form_values) == (True, ())


def test_a_page_that_repeats_a_secret_of_verify_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLERK_PASSWORD", "Chaise-12")
    log_in = {"post": "/log-in", "form": {"password": "{env.CLERK_PASSWORD}"}}
    dumped = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    described = Journey.model_validate({**dumped, "verify": [log_in, *dumped["verify"]]})
    refused = (403, "<p>The password Chaise-12 is wrong</p>")
    store = Store(lambda path, _: refused if path == "/log-in" else None)
    control = receipt_controls(described, citizen(1), store.run, appears_within=0.05)
    assert control.excerpt == "The password {env.CLERK_PASSWORD} is wrong"
    assert "Chaise" not in control.model_dump_json()


def test_a_missing_page_that_repeats_a_secret_is_kept_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLERK_KEY", "Chaise-12")
    read = {"get": "/request/{receipt}?key={env.CLERK_KEY}", "expect": {"contains": ["n"]}}
    dumped = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    described = Journey.model_validate({**dumped, "verify": [read]})
    store = Store()

    def repeat(path: str, request: HttpRequest) -> Any:
        return (404, f"<p>No {request.target}</p>") if store.is_unknown(path) else None

    store.change = repeat
    control = receipt_controls(described, citizen(1), store.run, appears_within=0.05)
    (missing,) = control.missing
    assert missing.text == "no /request/#?key=#"
    assert "chaise" not in control.model_dump_json().lower()
