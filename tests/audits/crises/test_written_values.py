"""Values of a crisis file that cannot work: each has its line and its remedy."""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.crises.template import scaffold
from epreuve.audits.errors import Misuse


def problem(folder: Path, old: str, new: str) -> str:
    file = scaffold("ours", folder / "ours.yaml", "en")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Misuse) as raised:
        read_crisis(str(file))
    (line,) = str(raised.value).splitlines()
    return line.removeprefix(f"{file}:").partition(": ")[2]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("stages:\n", "stages:\n\t- id: a\n", "begins with a tab; replace each tab by spaces"),
        ("id: ours", 'id: "ours', 'has a quote " that is not closed; add "'),
        ("kind: silent", "kind: silent, on: yes", "stages.third-parties.faults.0: on: unknown key"),
        ("peak: 4", "peak: .inf", "stages.surge.load.peak: .inf: is not a finite number; write"),
        ("peak: 4", "peak: 010", "stages.surge.load.peak: 010: YAML reads `8`; write `8`"),
        ("during: 3 d", "during: 999999 d",
         "real.during: '999999 d': is longer than a year; write a shorter duration"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_work_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert problem(tmp_path, old, new).startswith(message)


def test_a_stage_of_a_run_has_an_end(tmp_path: Path) -> None:
    file = scaffold("ours", tmp_path / "ours.yaml", "en")
    text = file.read_text(encoding="utf-8").replace(
        "    real: ", "    lasts: 999999 h\n    real: ", 1
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misuse, match="is longer than a day of a run; write a shorter duration"):
        read_crisis(str(file))
