"""Power levels of a profile and their classes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from epreuve.audits.execution.power_level import power_of
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.power import Power
from epreuve.faults.power.command import CommandPower
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.proxy import ProxyPower
from epreuve.faults.power.unsynced.service import UnsyncedPower


def profile(**power):
    step = {"get": "/", "expect": {"contains": "x"}}
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {
                "name": "S", "address": "http://127.0.0.1:8080", "normal_peak": "1 journeys/min",
            },
            "journeys": {"j": {"critical": True, "steps": [step]}},
            "power": power,
        }
    )  # fmt: skip


def made(tmp_path, **power):
    service = ProcessPower(["x"], None, None, tmp_path / "log") if "start" in power else None
    return power_of(profile(**power), service, tmp_path, tmp_path, 3, tuple)


def test_each_power_level_has_its_class(tmp_path):
    assert made(tmp_path, level="none") is None
    assert isinstance(made(tmp_path, level="process", start=["x"]), ProcessPower)
    assert isinstance(made(tmp_path, level="proxy", boot="2s"), ProxyPower)
    power = made(tmp_path, level="unsynced", start=["x"], data="{run}/data")
    assert isinstance(power, UnsyncedPower)
    assert (power.data, power.seed) == (Path(tmp_path, "data"), 3)
    power = made(tmp_path, level="command", cut=["{python}", "a"], restore=["b"], within="9s")
    assert isinstance(power, CommandPower)
    assert (power.address, power.within) == ("127.0.0.1:8080", 9.0)


@pytest.mark.parametrize(
    ("power", "problem"),
    [
        ({"level": "unsynced", "data": "d"}, "needs `start:`"),
        ({"level": "unsynced", "start": ["x"]}, "needs `data:`"),
        ({"level": "command", "cut": ["x"]}, "needs `cut:` and `restore:`"),
        ({"level": "command", "cut": ["x"], "restore": ["x"], "start": ["x"]}, "remove `start:`"),
    ],
)
def test_a_power_level_without_its_fields_is_refused(power, problem):
    with pytest.raises(ValidationError, match=problem):
        Power.model_validate(power)
