"""Bodies of requests, as browsers write them."""

from typing import Any

import pytest

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables


def body(**step: Any) -> bytes:
    return compose(Step.model_validate({"post": "/", **step}), Variables(Citizen(1, 1))).body


def test_json_has_no_spaces_between_its_parts() -> None:
    """`JSON.stringify` writes none; those of Python would tell that no browser sent it."""
    assert body(json={"a": [1, "é b"], "c": None}) == '{"a":[1,"é b"],"c":null}'.encode()


@pytest.mark.parametrize(
    ("json", "sent"),
    [
        ([{"id": 1}], b'[{"id":1}]'),
        ("{citizen.number}", b'"1"'),
        (12, b"12"),
        (0, b"0"),
        (False, b"false"),
        ({}, b"{}"),
        (None, b"null"),
        ({"n°{citizen.number}": [1, 2.5, None]}, '{"n°1":[1,2.5,null]}'.encode()),
    ],
)
def test_json_of_any_shape_is_sent(json: object, sent: bytes) -> None:
    """Numbers stay numbers, and names may have placeholders; also in a plan read again."""
    step = Step.model_validate({"put": "/", "json": json})
    again = Step.model_validate_json(step.model_dump_json(by_alias=True))
    for one in (step, again):
        request = compose(one, Variables(Citizen(1, 1)))
        assert (request.method, request.body) == ("PUT", sent)
        assert request.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head"])
def test_each_method_without_content(method: str) -> None:
    step = Step.model_validate({method: "/a/{citizen.number}"})
    again = Step.model_validate_json(step.model_dump_json(by_alias=True))
    request = compose(again, Variables(Citizen(1, 1)))
    assert (request.method, request.target, request.body) == (method.upper(), "/a/1", b"")
    assert ("Content-Type" in request.headers) is (method == "post")
    assert step.label == f"{method.upper()} /a/{{citizen.number}}"


@pytest.mark.parametrize("step", [{"get": "/"}, {"post": "/", "form": {"a": "b"}}])
def test_a_plan_of_an_earlier_version_has_a_null_without_a_body(step: dict[str, Any]) -> None:
    read = Step.model_validate({**step, "json": None})
    assert not read.sends_json
    assert read.request == Step.model_validate(step).request


@pytest.mark.parametrize("content", [{"form": {"a": "b"}}, {"json": []}, {"files": {"a": "b"}}])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_request_without_body_refuses_content(method: str, content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"a `{method}` step sends no form"):
        Step.model_validate({method: "/", **content})


def test_a_field_may_have_several_values() -> None:
    fields = {"piece": ["1", "{citizen.number}2"], "nom": "a", "vide": []}
    assert body(form=fields) == b"piece=1&piece=12&nom=a"


def test_files_have_names_and_types() -> None:
    plan = {"content": "plan of {citizen.number}", "name": 'a"b.pdf', "type": "application/pdf"}
    sent = body(form={"a": ["1", "2"]}, files={"piece": [plan, "text"]}).split(b"\r\n")
    heads = [line for line in sent if line.startswith(b"Content-")]
    assert heads == [
        b'Content-Disposition: form-data; name="a"',
        b'Content-Disposition: form-data; name="a"',
        b'Content-Disposition: form-data; name="piece"; filename="a%22b.pdf"',
        b"Content-Type: application/pdf",
        b'Content-Disposition: form-data; name="piece"; filename="piece.txt"',
        b"Content-Type: text/plain",
    ]
    assert b"plan of 1" in sent
    assert b"text" in sent


def test_a_form_is_encoded_as_browsers_do() -> None:
    """WHATWG URL, application/x-www-form-urlencoded: `*` stays as it is, `~` does not."""
    assert body(form={"a*": "~ é\n-._*"}) == b"a*=%7E+%C3%A9%0D%0A-._*"
