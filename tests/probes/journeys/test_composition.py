"""Bodies of requests, as browsers write them."""

from typing import Any

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import Variables


def body(**step: Any) -> bytes:
    return compose(Step.model_validate({"post": "/", **step}), Variables(Citizen(1, 1))).body


def test_json_has_no_spaces_between_its_parts() -> None:
    """`JSON.stringify` writes none; those of Python would tell that no browser sent it."""
    assert body(json={"a": [1, "é b"], "c": None}) == '{"a":[1,"é b"],"c":null}'.encode()


def test_a_form_is_encoded_as_browsers_do() -> None:
    """WHATWG URL, application/x-www-form-urlencoded: `*` stays as it is, `~` does not."""
    assert body(form={"a*": "~ é\n-._*"}) == b"a*=%7E+%C3%A9%0D%0A-._*"
