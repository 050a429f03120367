"""The demonstration's experiment, played by Chaos Toolkit."""

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.harness.programs import ROOT, search_path

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_chaostoolkit]

SOBRE = ROOT / "audits" / "demo" / "sobre.yaml"
Run = Callable[..., str]
# The experiment lasts a quarter of an hour; without pauses its faults follow one another.
WITHOUT_PAUSES = """python -c '
import json
experiment = json.load(open("experiment.json"))
for action in experiment["method"]:
    action.pop("pauses", None)
json.dump(experiment, open("experiment.json", "w"))'"""


def start_commands(folder: Path) -> str:
    """Return the script that starts the demonstration's service and third parties."""
    profile = yaml.safe_load(SOBRE.read_text())
    lines = []
    for block in (profile["power"], *profile["dependencies"].values()):
        if "start" in block:
            command = [word.replace("{python}", sys.executable) for word in block["start"]]
            variables = (
                f"{name}={value.replace('{run}', str(folder))}"
                for name, value in block.get("env", {}).items()
            )
            lines.append(shlex.join(["env", *variables, *command]) + " > service.log 2>&1 &")
    port = profile["service"]["address"].rpartition(":")[2]
    up = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2> /dev/null; do sleep 0.1; done"
    return "\n".join([*lines, up])


@pytest.mark.slow
def test_the_commands_of_the_page(tmp_path: Path, run_here: Run) -> None:
    note = (ROOT / "docs" / "ci" / "README.md").read_text()
    block = re.findall(r"^    (.*)$", note.partition("## Chaos Toolkit")[2], re.MULTILINE)
    serve, export, run = block
    (tmp_path / "service.epreuve.yaml").write_bytes(SOBRE.read_bytes())
    path = f'PATH="{search_path()}"'
    run_here("\n".join([start_commands(tmp_path), serve, export, WITHOUT_PAUSES, path, run]))
    journal = json.loads((tmp_path / "journal.json").read_text())
    assert journal["status"] == "completed"
    assert journal["deviated"] is False
    for moment in ("before", "after"):
        assert journal["steady_states"][moment]["steady_state_met"] is True, moment
    assert len(journal["run"]) > 50
    assert {action["output"]["status"] for action in journal["run"]} <= {200, 201, 204}
    assert {action["output"]["status"] for action in journal["rollbacks"]} == {204}
