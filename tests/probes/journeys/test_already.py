"""A response that refuses a request sent again, because the first one was stored."""

from typing import Any

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge

STEP = {
    "post": "/",
    "expect": {"status": 201},
    "already": {"status": [409, 422], "contains": "already stored"},
    "capture": {"receipt": r"n° (\d+)"},
}


def judged(status: int, text: str, captured: dict[str, str], **more: Any) -> tuple[str, str]:
    step = Step.model_validate_json(Step.model_validate(STEP).model_dump_json(by_alias=True))
    response = HttpResponse(status, {"content-type": "text/html"}, text.encode(), 1)
    outcome, _, values = judge(step, response, Variables(Citizen(1, 1), captured), **more)
    return outcome, values.get("receipt", "")


@pytest.mark.parametrize(
    ("status", "text", "captured", "again", "verdict"),
    [
        (201, "n° 17", {}, False, ("success", "17")),
        (201, "n° 17", {}, True, ("success", "17")),
        (409, "already stored, n° 17", {}, True, ("success", "17")),
        (422, "already stored, n° 17", {}, True, ("success", "17")),
        # Without a request before, another user has it.
        (409, "already stored, n° 17", {}, False, ("http error", "")),
        (409, "closed, n° 17", {}, True, ("http error", "")),
        (400, "already stored, n° 17", {}, True, ("http error", "")),
        # A user without a number has no receipt, unless an earlier page showed it.
        (409, "already stored", {}, True, ("wrong content", "")),
        (409, "already stored", {"receipt": "17"}, True, ("success", "")),
    ],
)
def test_a_refusal_is_a_success_only_when_sent_again(
    status: int, text: str, captured: dict[str, str], again: bool, verdict: tuple[str, str]
) -> None:
    assert judged(status, text, captured, is_sent_again=again) == verdict


def test_a_refusal_without_a_condition_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="already: no condition; write for example"):
        Step.model_validate({"post": "/", "already": {}})
