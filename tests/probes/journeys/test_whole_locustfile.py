"""A journey that is somebody's own locustfile, in one line."""

import pytest
from pydantic import ValidationError

from epreuve.probes.journeys.journey import Journey

USER = "theirs.py:Citizen"


def test_it_is_one_step_of_that_user() -> None:
    short = Journey.model_validate({"critical": True, "locustfile": USER})
    assert short == Journey.model_validate({"critical": True, "steps": [{"locust": USER}]})
    assert Journey.model_validate_json(short.model_dump_json(by_alias=True)) == short


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"locustfile": USER, "steps": [{"get": "/"}]}, "`steps` or `locustfile`"),
        ({"locustfile": "theirs.py"}, "should match pattern"),
        ({"locustfile": 3}, "valid string"),
        ({}, "Field required"),
    ],
)
def test_what_is_neither_is_refused(written: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Journey.model_validate(written)


def test_editors_are_told() -> None:
    schema = Journey.model_json_schema()
    assert "locustfile" in schema["properties"]
    assert "steps" not in schema.get("required", [])
    assert {"required": ["locustfile"]} in schema["oneOf"]
