"""A journey written as one line with a locustfile."""

import pytest
from pydantic import ValidationError

from epreuve.probes.journeys.journey import Journey

USER = "theirs.py:Citizen"


def test_a_locustfile_is_a_single_step() -> None:
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
def test_steps_and_locustfile_exclude_each_other(written: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Journey.model_validate(written)


def test_the_schema_declares_the_short_form() -> None:
    schema = Journey.model_json_schema()
    assert "locustfile" in schema["properties"]
    assert "steps" not in schema.get("required", [])
    assert {"required": ["locustfile"]} in schema["oneOf"]
