"""Values captured in each part of a response."""

from typing import Any

import pytest

from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge

CITIZEN = Citizen(42, 7)
JSON = {"content-type": "application/json"}
PAGE = """<p class=ref data-id="A&amp;1"> n°
 12 </p><p>Own {name} ref 4711</p><input name=token value=""><p class=empty></p>"""


def response(text: str, headers: dict[str, str] | None = None, **more: Any) -> HttpResponse:
    return HttpResponse(200, headers or {"content-type": "text/html"}, text.encode(), 1, **more)


def captured(capture: object, answer: HttpResponse) -> tuple[str | None, str]:
    step = Step.model_validate({"get": "/", "capture": {"v": capture}})
    again = Step.model_validate_json(step.model_dump_json(by_alias=True))
    assert again == step
    verdict = judge(again, answer, Variables(CITIZEN))
    assert verdict.outcome == ("success" if verdict.captured else "wrong content")
    return verdict.captured.get("v"), verdict.detail


@pytest.mark.parametrize(
    ("capture", "value"),
    [
        (r"n°\s+(\d+)", "12"),
        ({"matches": r"n°\s+(\d+)"}, "12"),
        ({"matches": r"{citizen.name} ref (\d{4})"}, "4711"),
        ({"css": ".ref"}, "n° 12"),
        ({"css": ".ref", "matches": r"\d+"}, "12"),
        ({"css": ".ref", "attribute": "data-id"}, "A&1"),
        ({"css": ".other"}, None),
        ({"css": ".empty"}, None),
        ({"css": "[name=token]", "attribute": "value"}, None),
        ({"css": ".ref", "attribute": "id"}, None),
    ],
)
def test_captures_in_a_page(capture: object, value: str | None) -> None:
    assert captured(capture, response(PAGE.replace("{name}", CITIZEN.name)))[0] == value


def test_a_name_is_quoted_in_a_pattern() -> None:
    """A captured `a.b` is no expression, and `{4}` stays a number of times."""
    step = Step.model_validate({"get": "/", "expect": {"matches": r"^{ref} \d{4}$"}})
    variables = Variables(CITIZEN, {"ref": "a.b(c"})
    assert judge(step, response("a.b(c 1234"), variables).outcome == "success"
    assert judge(step, response("axb(c 1234"), variables).outcome == "wrong content"
    count = {"count": {"pattern": "{ref}", "at_least": 1}}
    counted = Step.model_validate({"get": "/", "expect": count})
    assert judge(counted, response("axb(c"), variables).outcome == "wrong content"
    assert judge(counted, response("-a.b(c-"), variables).outcome == "success"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.dossier.id", "12"),
        ("$.dossier.titre", "été"),
        ("$.ids[1]", "b"),
        ("$.dossier.vide", None),
        ("$.dossier.nul", None),
        ("$.dossier.ok", "true"),
        ("$.absent", None),
    ],
)
def test_captures_in_json(path: str, value: str | None) -> None:
    text = (
        r'{"dossier": {"id": 12, "titre": "\u00e9t\u00e9", "vide": "", "nul": null, "ok": true},'
        '"ids": ["a", "b"]}'
    )
    assert captured({"json": path}, response(text, JSON))[0] == value
    assert captured({"json": path}, response("<p>", JSON))[0] is None


def test_captures_of_a_header_and_a_cookie() -> None:
    answer = response("", {"location": "/d/17#f"}, set_cookies=("a=1; Path=/", "sid=x=y; Secure"))
    assert captured({"header": "Location", "matches": r"(\d+)"}, answer)[0] == "17"
    assert captured({"header": "location"}, answer)[0] == "/d/17#f"
    assert captured({"header": "X-None"}, answer)[0] is None
    assert captured({"cookie": "sid"}, answer)[0] == "x=y"
    assert captured({"cookie": "b"}, answer)[0] is None


def test_captures_of_the_address_after_redirects() -> None:
    answers = {
        "/send": HttpResponse(302, {"location": "/next?ref=A%2F1+b#n=%C3%A9"}, b"", 1, ("s=1",)),
        "/next?ref=A%2F1+b": HttpResponse(302, {"location": "done/17?ref=A%2F1+b"}, b"", 1),
        "/done/17?ref=A%2F1+b": response("ok"),
    }
    final = follow_redirects(
        lambda request: answers[request.target], HttpRequest("POST", "/send", {}, b""),
        CookieJar(), "http://town:80",
    )  # fmt: skip
    assert captured({"address": "path", "matches": r"(\d+)$"}, final)[0] == "17"
    assert captured({"address": "query", "matches": "ref=(.*)"}, final)[0] == "A/1 b"
    assert captured({"address": "fragment", "matches": "n=(.*)"}, final)[0] == "é"
    assert captured({"address": "all"}, final)[0] == "/done/17?ref=A%2F1+b#n=%C3%A9"
    assert captured({"header": "Location"}, final)[0] == "done/17?ref=A%2F1+b"
    assert captured({"cookie": "s"}, final)[0] == "1"


@pytest.mark.parametrize(
    ("capture", "detail"),
    [
        (r"x(\d)", r"capture v: no match of 'x(\\d)'"),
        ({"css": ".a", "attribute": "id"}, "capture v: no value at `css: .a, attribute: id`"),
        ({"json": "$.a", "matches": "b"},
         "capture v: no value at `json: $.a`, or no match of 'b' in it"),
    ],
)  # fmt: skip
def test_a_value_that_is_missing_is_named(capture: object, detail: str) -> None:
    assert captured(capture, response("{}", JSON))[1] == detail


@pytest.mark.parametrize(
    ("capture", "why"),
    [
        ({}, "exactly one of `json`, `header`, `address`, `cookie`, `css`"),
        ({"json": "$.a", "css": "p"}, "exactly one of"),
        ({"header": "A", "attribute": "b"}, "`attribute` needs `css`"),
        ({"css": "p["}, "is not a CSS selector"),
        ("(", "is not a regular expression"),
    ],
)
def test_a_wrong_capture_is_refused(capture: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Step.model_validate({"get": "/", "capture": {"v": capture}})
