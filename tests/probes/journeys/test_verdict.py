"""Verdicts for each kind of expectation."""

import json
from typing import Any

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.capture import Capture
from epreuve.probes.journeys.captured_value import captured_value
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge

PAGE = "<html><h1 class=titre>Vos d&eacute;marches</h1><p>n° AB12<p>n° CD34<p>n° AB12</html>"
DOCUMENT = {"dossier": {"etat": "reçu", "pieces": [{"nom": "a"}, {"nom": "b"}], "montant": 12}}
VARIABLES = Variables(Citizen(42, 7), {"receipt": "AB12"})


def verdict_of(answer: HttpResponse, **step: Any) -> tuple[str, str, dict[str, str]]:
    return judge(Step.model_validate({"get": "/", **step}), answer, VARIABLES)


def captured(pattern: str, response: HttpResponse) -> str | None:
    return captured_value(Capture(matches=pattern), response, VARIABLES)


def html(text: str = PAGE, status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(status, {"content-type": "text/html", **headers}, text.encode(), len(text))


@pytest.mark.parametrize(
    ("expect", "met"),
    [
        ({"contains": "Vos démarches"}, True),
        ({"contains": ["Vos démarches", "n° {receipt}"]}, True),
        ({"contains": "Maintenance"}, False),
        ({"lacks": "Maintenance"}, True),
        ({"lacks": "Vos démarches"}, False),
        ({"matches": r"n° [A-Z]{2}\d{2}"}, True),
        ({"matches": r"n° \d{9}"}, False),
        ({"css": "h1.titre"}, True),
        ({"css": "h2"}, False),
        ({"header": {"X-Etat": "ouvert"}}, True),
        ({"header": {"X-Etat": "clos"}}, False),
        ({"header": {"X-Absent": "rien"}}, False),
        ({"count": {"pattern": r"n° (\w+)", "at_least": 2, "at_most": 2}}, True),
        ({"count": {"pattern": r"n° (\w+)", "at_most": 1}}, False),
        ({"count": {"pattern": r"n° (\w+)", "at_least": 3}}, False),
        ({"json_path": {"$.a": "1"}}, False),
    ],
)
def test_each_expectation(expect: dict[str, Any], met: bool) -> None:
    outcome, detail, _ = verdict_of(html(**{"x-etat": "guichet ouvert"}), expect=expect)
    assert outcome == ("success" if met else "wrong content")
    assert bool(detail) is not met


@pytest.mark.parametrize(
    ("path", "text", "met"),
    [
        ("$.dossier.etat", "reçu", True),
        ("dossier.pieces[1].nom", "b", True),
        ("dossier.montant", "12", True),
        ("dossier.etat", "perdu", False),
        ("dossier.pieces[5].nom", "b", False),
        ("dossier.etat.x", "b", False),
    ],
)
def test_json_paths(path: str, text: str, met: bool) -> None:
    answer = HttpResponse(
        200, {"content-type": "application/json"}, json.dumps(DOCUMENT).encode(), 1
    )
    outcome, _, _ = verdict_of(answer, expect={"json_path": {path: text}})
    assert (outcome == "success") is met


@pytest.mark.parametrize(
    ("status", "expected", "outcome"),
    [
        (200, None, "success"),
        (204, None, "success"),
        (302, None, "wrong content"),
        (404, None, "http error"),
        (500, None, "http error"),
        (404, 404, "success"),
        (200, 404, "wrong content"),
        (500, 404, "http error"),
    ],
)
def test_statuses(status: int, expected: int | None, outcome: str) -> None:
    assert verdict_of(html(status=status), expect={"status": expected})[0] == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "success"), (201, "success"), (409, "success"), (202, "wrong content")],
)
def test_several_statuses(status: int, outcome: str) -> None:
    verdict = verdict_of(html(status=status), expect={"status": [200, 201, 409]})
    assert verdict[0] == outcome
    if outcome != "success":
        assert verdict[1] == "status 202 where 200, 201, 409 was expected"


def test_captures_take_the_group_and_decode_entities() -> None:
    page = html('<a href="/suite?a=1&amp;b=2">suite</a> n° AB12')
    _, _, captured = verdict_of(page, capture={"next": 'href="([^"]+)"', "line": r"n° \w+"})
    assert captured == {"next": "/suite?a=1&b=2", "line": "n° AB12"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"2026\/17", "2026/17"),
        (r"n\u00b017", "n°17"),
        (r"A\u002d17", "A-17"),
        ("n°17", "n°17"),
        ("a\\", "a\\"),
    ],
)
def test_captures_decode_the_escapes_of_json(text: str, value: str) -> None:
    body = f'{{"id":"{text}"}}'.encode()
    response = HttpResponse(200, {"content-type": "application/json"}, body, len(body))
    assert captured(r'"id":"([^"]+)"', response) == value


def test_a_capture_of_a_whole_object_keeps_its_escapes() -> None:
    body = rb'{"id":{"a":"2026\/17"}}'
    response = HttpResponse(200, {"content-type": "application/json"}, body, len(body))
    assert captured(r'"id":(\{.*?\})', response) == r'{"a":"2026\/17"}'


def test_a_capture_without_match_is_wrong_content_with_its_name() -> None:
    outcome, detail, captured = verdict_of(html(), capture={"receipt": r"reçu (\d+)"})
    assert (outcome, captured) == ("wrong content", {})
    assert "receipt" in detail


def test_details_keep_placeholders_unfilled() -> None:
    _, detail, _ = verdict_of(html(), expect={"contains": "{citizen.name}"})
    assert "{citizen.name}" in detail


def test_a_declared_character_set_is_used() -> None:
    latin = HttpResponse(200, {"content-type": "text/html; charset=iso-8859-1"}, b"d\xe9marches", 1)
    unknown = HttpResponse(200, {"content-type": "text/html; charset=klingon"}, "dé".encode(), 1)
    assert latin.text == "démarches"
    assert unknown.text == "dé"


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ({"css": "h1["}, "is not a CSS selector"),
        ({"json_path": {"$..nom": "a"}}, "names and indices only"),
        ({"json_path": {"$.pieces[*]": "a"}}, "names and indices only"),
        ({"json_path": {"$.pieces[?(@.nom)]": "a"}}, "names and indices only"),
        ({"json_path": {"": "a"}}, "names and indices only"),
        ({"matches": "("}, "is not a regular expression"),
    ],
)
def test_an_invalid_expectation_is_refused(expect: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Step.model_validate({"get": "/", "expect": expect})
