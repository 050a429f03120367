"""Forms of browsers, complete and truncated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.demo.forms import Form, FormError, parse_form

MULTIPART = "multipart/form-data; boundary=xyz"


def part(name, value, filename=""):
    extra = f'; filename="{filename}"' if filename else ""
    head = f'--xyz\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def test_urlencoded_fields_are_decoded_and_stripped():
    form = parse_form("application/x-www-form-urlencoded", b"nom=+Zo%C3%A9+&vide=")
    assert form == Form({"nom": "Zoé", "vide": ""})


@given(st.binary(max_size=300).filter(lambda data: b"\r\n--xyz" not in b"\r\n" + data))
def test_an_attachment_comes_through_byte_for_byte(piece):
    body = part("nom", "Zoé".encode()) + part("piece", piece, "a.pdf") + b"--xyz--\r\n"
    form = parse_form(MULTIPART, body)
    assert (form.fields, form.files) == ({"nom": "Zoé"}, {"piece": piece})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (MULTIPART, part("nom", b"a")),
        (MULTIPART, b""),
        (MULTIPART, b"--xyz\r\nno head\r\n--xyz--"),
        ("multipart/form-data", b""),
        ("application/json", b"{}"),
    ],
)
def test_an_incomplete_form_is_refused(content_type, body):
    with pytest.raises(FormError):
        parse_form(content_type, body)


def test_a_required_field_is_named_when_missing_or_too_long():
    form = Form({"nom": "x" * 20})
    assert form.required("nom", 20) == "x" * 20
    for name, longest in (("nom", 19), ("objet", 19)):
        with pytest.raises(FormError, match=name):
            form.required(name, longest)
