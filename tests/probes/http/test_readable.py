"""Text of a JSON response as a person reads it."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.verdict import holds_text


def response(body: bytes, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(200, {"content-type": kind}, body, len(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{"name": "Am\u00e9e \u00c9preuve"}', "Amée Épreuve"),
        (rb'{"name": "\ud83d\ude00"}', "😀"),
        ('{"name": "Amée"}'.encode(), "Amée"),
        (rb'{"receipt": "2026\/17"}', "2026/17"),
    ],
)
def test_escapes_of_json_are_decoded(body: bytes, text: str) -> None:
    assert text in response(body).readable
    assert holds_text(response(body), text)


def test_a_page_is_not_decoded_as_json() -> None:
    assert not holds_text(response(rb"\u00e9", "text/html"), "é")


def test_half_of_a_character_is_no_error() -> None:
    assert "name" in response(rb'{"name": "\ud83d"}').readable
