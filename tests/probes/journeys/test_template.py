"""Placeholders in forms, URLs and files, and the message for an unknown one."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.template import (
    PlaceholderError,
    Variables,
    names_in,
    render,
    render_bytes,
    render_pattern,
    render_target,
)

CITIZEN = Citizen(42, 7)


def test_values_are_raw_in_a_form() -> None:
    variables = Variables(CITIZEN, {"receipt": "A&B é"})
    assert render("n° {receipt} de {citizen.name}", variables) == f"n° A&B é de {CITIZEN.name}"


def test_other_braces_are_kept() -> None:
    assert render('{"a": {1}} {}', Variables(CITIZEN)) == '{"a": {1}} {}'


def test_two_braces_are_the_text_itself() -> None:
    variables = Variables(CITIZEN, {"id": "4", "ref": "A"})
    assert render("{user(n: {id}){{id}}}", variables) == "{user(n: 4){id}}"
    assert render("{{ref}} {ref} {{citizen.name}}", variables) == "{ref} A {citizen.name}"
    assert render_target("/a/{{ref}}/{ref}", variables) == "/a/%7Bref%7D/A"
    assert render_pattern("^{{ref}} {ref}{1}$", variables).search("{ref} A")
    assert names_in("{{ref}} {id} {{citizen.x}}") == ["id"]


def test_a_file_keeps_its_bytes() -> None:
    assert render_bytes("{citizen.file}", Variables(CITIZEN)) == CITIZEN.file


def test_reserved_characters_of_a_written_url_are_kept() -> None:
    assert render_target("/é?a=1&b=%20", Variables(CITIZEN)) == "/%C3%A9?a=1&b=%20"


def test_a_captured_url_is_kept_complete() -> None:
    variables = Variables(CITIZEN, {"next": "/suite?id=4&cle=é", "id": "a/b"})
    assert render_target("{next}", variables) == "/suite?id=4&cle=%C3%A9"
    assert render_target("{next}&x={id}", variables) == "/suite?id=4&cle=%C3%A9&x=a%2Fb"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_any_value_in_a_path_can_be_decoded(value: str) -> None:
    target = render_target("/dossiers/{receipt}", Variables(CITIZEN, {"receipt": value}))
    assert target.isascii()
    assert " " not in target
    assert target.count("/") == 2
    assert unquote(target.removeprefix("/dossiers/")) == value


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("{reciept}", "receipt"),
        ("{citizen.nom}", "citizen.name"),
        ("{env.EPREUVE_ABSENT}", "EPREUVE_ABSENT is not set"),
    ],
)
def test_an_unknown_name_lists_the_known_ones(text: str, advice: str) -> None:
    with pytest.raises(PlaceholderError, match=advice):
        render(text, Variables(CITIZEN, {"receipt": "1"}))


def test_private_attributes_of_a_citizen_are_not_placeholders() -> None:
    with pytest.raises(PlaceholderError):
        render("{citizen.__class__}", Variables(CITIZEN))
    with pytest.raises(PlaceholderError):
        render("{citizen.seed}", Variables(CITIZEN))
