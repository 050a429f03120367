"""`epreuve assess` and `epreuve plan`: the options that make a verdict harder to game."""

import json
import shutil
from pathlib import Path
from types import ModuleType

from click.testing import CliRunner

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.runs.run_folder import RunFolder


def test_the_letter_under_other_weights_is_told_and_kept(
    good_run: RunFolder, tmp_path: Path
) -> None:
    run = Path(shutil.copytree(good_run.path, tmp_path / "run"))
    done = CliRunner().invoke(epreuve, ["assess", str(run), "--sensitivity", "--lang", "en"])
    assert done.exception is None, done.output
    assert "# The letter under other weights" in done.output
    assert (run / "sensitivity.en.md").read_text(encoding="utf-8") in done.output
    assert (run / "sensitivity.fr.md").is_file()


def test_without_the_option_nothing_more_is_written(good_run: RunFolder, tmp_path: Path) -> None:
    run = Path(shutil.copytree(good_run.path, tmp_path / "run"))
    done = CliRunner().invoke(epreuve, ["assess", str(run)])
    assert done.exception is None, done.output
    assert not list(run.glob("sensitivity*"))


def test_a_hold_out_is_in_the_plan(frozen: ModuleType) -> None:
    words = ["plan", str(frozen.sobre()), "--seed", "3", "--scale", "60", "--json"]
    usual, moved, again = (
        json.loads(CliRunner().invoke(epreuve, [*words, *more]).output)
        for more in ([], ["--hold-out", "9"], ["--hold-out", "9"])
    )
    assert (usual["crisis"]["held_out"], moved["crisis"]["held_out"]) == (None, 9)
    assert moved == again
    assert moved["loads"] != usual["loads"]
