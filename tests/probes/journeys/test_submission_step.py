"""Step of a journey that stores what the user sends."""

from typing import Any

import pytest

from epreuve.probes.journeys.journey import Journey

FORM: dict[str, Any] = {"get": "/form"}
DRAFT: dict[str, Any] = {"post": "/draft"}
SENT: dict[str, Any] = {"post": "/request"}
SHOWN: dict[str, Any] = {"get": "/receipt", "capture": {"receipt": "n (.*)"}}
GIVEN: dict[str, Any] = {**SENT, "capture": {"receipt": "n (.*)"}}
SURVEY: dict[str, Any] = {"post": "/survey"}


@pytest.mark.parametrize(
    ("steps", "before"),
    [
        ([FORM, GIVEN], 1),
        ([FORM, SENT, SHOWN], 1),
        ([FORM, DRAFT, SENT, {"get": "/thanks"}, SHOWN, SURVEY], 2),
        ([FORM, DRAFT, GIVEN, SURVEY], 2),
        ([GIVEN, SHOWN], 0),
        ([GIVEN, GIVEN], 1),
        ([FORM, SHOWN, SURVEY], None),
    ],
)
def test_the_submission_is_the_last_post_up_to_the_receipt(
    steps: list[dict[str, Any]], before: int | None
) -> None:
    journey = Journey.model_validate({"steps": steps, "acknowledged_by": "receipt"})
    parts = journey.around_submission()
    assert parts == (None if before is None else (journey.steps[:before], journey.steps[before:]))


def test_a_journey_without_a_receipt_has_no_submission() -> None:
    assert Journey.model_validate({"steps": [SENT]}).around_submission() is None
