"""`epreuve assess --sensitivity` and `epreuve plan --variation`."""

import json
import shutil
from pathlib import Path
from types import ModuleType

from click.testing import CliRunner

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder


def test_sensitivity_is_printed_and_written(good_run: RunFolder, tmp_path: Path) -> None:
    run = Path(shutil.copytree(good_run.path, tmp_path / "run"))
    done = CliRunner().invoke(epreuve, ["assess", str(run), "--sensitivity", "--lang", "en"])
    assert done.exception is None, done.output
    assert "# Letter with other weights" in done.output
    assert (run / "sensitivity.en.md").read_text(encoding="utf-8") in done.output
    assert (run / "sensitivity.fr.md").is_file()


def test_a_run_without_enough_journeys_has_no_letter_under_any_weights(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    run = frozen.keep(tmp_path / "run", plan, []).path
    done = CliRunner().invoke(epreuve, ["assess", str(run), "--sensitivity", "--lang", "en"])
    assert "Critical journeys in the surge: 0. A score needs 20." in " ".join(done.output.split())
    assert done.output.endswith("The run gives no letter, with any weights.\n")
    assert not (run / "sensitivity.en.md").exists()


def test_sensitivity_is_optional(good_run: RunFolder, tmp_path: Path) -> None:
    run = Path(shutil.copytree(good_run.path, tmp_path / "run"))
    done = CliRunner().invoke(epreuve, ["assess", str(run)])
    assert done.exception is None, done.output
    assert not list(run.glob("sensitivity*"))


def test_the_plan_holds_the_variation_and_the_former_name_is_accepted(frozen: ModuleType) -> None:
    words = ["plan", str(frozen.sobre()), "--seed", "3", "--scale", "60", "--json"]
    usual, varied, former_name = (
        json.loads(CliRunner().invoke(epreuve, [*words, *more]).output)
        for more in ([], ["--variation", "9"], ["--hold-out", "9"])
    )
    assert (usual["crisis"]["variation_seed"], varied["crisis"]["variation_seed"]) == (None, 9)
    assert varied == former_name
    assert varied["loads"] != usual["loads"]
