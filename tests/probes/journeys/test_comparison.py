"""Comparison of a response with each condition of a step."""

from typing import Any

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.comparison import compare
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables

PAGE = HttpResponse(200, {"content-type": "text/html"}, b"<h1>Bonjour</h1> 12", 20)


def compared(response: HttpResponse = PAGE, **step: Any) -> dict[tuple[str | int, ...], str]:
    """Return why each condition is not met, by its place."""
    made = Step.model_validate({"get": "/", **step})
    return {one.at: one.unmet for one in compare(made, response, Variables(Citizen(1, 1)))}


def test_each_condition_is_compared_the_met_ones_too() -> None:
    assert compared(
        expect={"contains": ["Bonjour", "Adieu"], "lacks": "Erreur", "css": "h2"},
        capture={"number": r"(\d+)", "letter": "[QZ]{3}"},
    ) == {
        ("expect", "status"): "",
        ("expect", "contains", 0): "",
        ("expect", "contains", 1): "contains: 'Adieu' is missing",
        ("expect", "lacks", 0): "",
        ("expect", "css"): "css: 'h2' selects nothing",
        ("capture", "number"): "",
        ("capture", "letter"): "capture letter: no match of '[QZ]{3}'",
    }


def test_the_content_is_compared_whatever_the_status() -> None:
    response = HttpResponse(404, {"content-type": "text/html"}, b"Rien ici", 8)
    assert compared(response, expect={"contains": "Rien"}) == {
        ("expect", "status"): "status 404 where 2xx was expected",
        ("expect", "contains", 0): "",
    }


def test_a_place_in_a_table_has_its_key() -> None:
    places = compared(expect={"header": {"X-A": "b"}, "count": {"pattern": "n", "at_least": 9}})
    assert [at for at, unmet in places.items() if unmet] == [
        ("expect", "header", "X-A"), ("expect", "count"),
    ]  # fmt: skip


def test_a_placeholder_without_value_is_named() -> None:
    places = compared(expect={"contains": "{receipt}"})
    assert "{receipt}: no value has this name" in places["expect", "contains", 0]


def _name(at: tuple[str | int, ...]) -> str:
    return next(part for part in reversed(at) if isinstance(part, str))


def found(response: HttpResponse = PAGE, **expect: Any) -> dict[str, str]:
    """Return what the response has for each condition, by the name in its place."""
    made = Step.model_validate({"get": "/", "expect": expect})
    return {_name(one.at): one.found for one in compare(made, response, Variables(Citizen(1, 1)))}


def test_what_was_found_stands_beside_each_condition() -> None:
    page = b"<p>" + b"mot " * 20 + "Votre demande a été reçue, n° 17. Merci".encode() + b"</p>"
    response = HttpResponse(200, {"content-type": "text/html", "x-a": "oui"}, page, 1)
    assert found(
        response, contains="été reçue", lacks="Erreur", css="p", header={"X-A": "non"},
        count={"pattern": "mot", "at_most": 0}, matches=r"n° (\d+)",
    ) == {
        "status": "200",
        "contains": "…t mot mot mot Votre demande a été reçue, n° 17. Merci",
        "lacks": "",
        "css": " ".join(["mot"] * 20) + " Votre demande a été reçue, n° 17. Merci",
        "X-A": "oui",
        "count": "1",
        "matches": "…ot Votre demande a été reçue, n° 17. Merci",
    }  # fmt: skip


def test_what_was_found_in_a_document() -> None:
    response = HttpResponse(201, {"content-type": "application/json"}, b'{"a": {"b": 3}}', 1)
    assert found(response, status=[200, 201], json_path={"$.a": "x", "$.c": "y"}) == {
        "status": "201", "$.a": '{"b": 3}', "$.c": "",
    }  # fmt: skip
