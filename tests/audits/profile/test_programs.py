"""Programs that a run starts."""

from typing import Any

import pytest

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.programs import starts_programs

BASE: dict[str, Any] = {
    "epreuve": 1,
    "service": {"name": "s", "address": "http://127.0.0.1:9", "normal_peak": "15/min"},
    "journeys": {"a": {"critical": True, "steps": [{"get": "/", "expect": {"contains": "a"}}]}},
}
BASE_DEPENDENCY = {"set": "DB", "listen": "127.0.0.1:1", "upstream": "127.0.0.1:2"}


@pytest.mark.parametrize(
    ("parts", "starts"),
    [
        ({}, False),
        ({"power": {"level": "none"}}, False),
        ({"power": {"level": "process", "start": ["run"], "ready": "/"}}, True),
        ({"dependencies": {"base": BASE_DEPENDENCY}}, False),
        ({"dependencies": {"base": {**BASE_DEPENDENCY, "start": ["run"]}}}, True),
        ({"export": {"citizen": "none", "administrator": {"command": ["run"]}}}, False),
    ],
)
def test_a_profile_may_start_the_service_or_a_dependency(
    parts: dict[str, Any], starts: bool
) -> None:
    assert starts_programs(Profile.model_validate({**BASE, **parts})) is starts
