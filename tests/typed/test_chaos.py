"""Chaos Toolkit plays the demonstration's experiment on it; collected where Chaos Toolkit is."""

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_chaostoolkit]

ROOT = Path(__file__).parents[2]
SOBRE = ROOT / "audits" / "demo" / "sobre.yaml"
Type = Callable[..., str]
# The times between its faults are those of a quarter of an hour: here they follow one another.
WITHOUT_PAUSES = """python -c '
import json
found = json.load(open("experiment.json"))
for each in found["method"]:
    each.pop("pauses", None)
json.dump(found, open("experiment.json", "w"))'"""


def started(folder: Path) -> str:
    """The demonstration's service and third parties, as its profile starts them."""
    profile = yaml.safe_load(SOBRE.read_text())
    lines = []
    for each in (profile["power"], *profile["dependencies"].values()):
        if "start" in each:
            words = [word.replace("{python}", sys.executable) for word in each["start"]]
            told = (
                f"{k}={v.replace('{run}', str(folder))}" for k, v in each.get("env", {}).items()
            )
            lines.append(shlex.join(["env", *told, *words]) + " > service.log 2>&1 &")
    port = profile["service"]["address"].rpartition(":")[2]
    up = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2> /dev/null; do sleep 0.1; done"
    return "\n".join([*lines, up])


@pytest.mark.slow
def test_the_block_that_is_shown(tmp_path: Path, type_apart: Type) -> None:
    note = (ROOT / "docs" / "ci" / "README.md").read_text()
    block = re.findall(r"^    (.*)$", note.partition("## Chaos Toolkit")[2], re.MULTILINE)
    serve, export, run = block
    (tmp_path / "service.epreuve.yaml").write_bytes(SOBRE.read_bytes())
    path = f'PATH="$PATH:{ROOT / ".bin" / "chaos" / "bin"}"'
    type_apart("\n".join([started(tmp_path), serve, export, WITHOUT_PAUSES, path, run]))
    journal = json.loads((tmp_path / "journal.json").read_text())
    assert journal["status"] == "completed"
    assert journal["deviated"] is False
    for when in ("before", "after"):
        assert journal["steady_states"][when]["steady_state_met"] is True, when
    assert len(journal["run"]) > 50
    assert {each["output"]["status"] for each in journal["run"]} <= {200, 201, 204}
    assert {each["output"]["status"] for each in journal["rollbacks"]} == {204}
