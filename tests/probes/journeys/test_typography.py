"""Texts that look alike are equal, wherever a response is compared to a text."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import holds_text, judge


def response(body: str, kind: str = "text/html; charset=utf-8") -> HttpResponse:
    return HttpResponse(200, {"content-type": kind}, body.encode(), len(body))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("L’État a reçu l&#8217;acte", "L'État a reçu l'acte"),
        ("l'acte", "l’acte"),
        ("Dossier n\u00b0\u00a012\u202f000 reçu\u202f!", "Dossier n° 12 000 reçu !"),
        ("Dossier n&deg;&nbsp;12", "Dossier n° 12"),
        ("« Bien reçu »", '"Bien reçu"'),
        ("“Bien reçu”", "«\u202fBien reçu\u202f»"),
        ("mairie – état\u2011civil", "mairie - état-civil"),
        ("Votre demande\n      est enregistrée", "demande est enregistrée"),
        ("enre\u00adgistrée", "enregistrée"),
        ("« — »", '"-"'),
    ],
)
def test_typographic_variants_are_equal(page: str, text: str) -> None:
    assert holds_text(response(page), text)
    step = Step(get="/", expect={"lacks": text})  # type: ignore[arg-type]
    assert judge(step, response(page), Variables(Citizen(1, 1))).outcome == "wrong content"


@pytest.mark.parametrize(
    ("page", "text"), [("letat", "l'etat"), ("12000", "12 000"), ("a_b", "a-b")]
)
def test_other_texts_differ(page: str, text: str) -> None:
    assert not holds_text(response(page), text)


@pytest.mark.parametrize("kind", ["application/json", "application/problem+json", "text/html"])
def test_escapes_of_json_are_decoded_whatever_the_type(kind: str) -> None:
    body = r'{"message": "Re\u00e7u : \"l\u2019acte\"", "n": "2026\/17"}'
    for text in ("Reçu", '"l\'acte"', "2026/17"):
        assert holds_text(response(body, kind), text)


def test_an_escaped_backslash_is_no_escape() -> None:
    assert not holds_text(response(r'{"a": "\\u00e9"}', "application/json"), "é")


def test_a_pattern_matches_what_is_displayed() -> None:
    step = Step(get="/", expect={"matches": r"n° \d+"})  # type: ignore[arg-type]
    assert judge(step, response("n&deg; 12"), Variables(Citizen(1, 1))).outcome == "success"


def test_a_selector_reads_the_text_of_an_old_page() -> None:
    page = HttpResponse(
        200, {"content-type": "text/html; charset=latin1"}, "<p title=é>".encode("latin1"), 0
    )
    step = Step(get="/", expect={"css": "p[title=é]"})  # type: ignore[arg-type]
    assert judge(step, page, Variables(Citizen(1, 1))).outcome == "success"
