"""Numbers of the pages of runs that are kept, or that lack a part: all are recomputed."""

import shutil
from pathlib import Path

import pytest

from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.reports.writing import write_reports
from tests.figures.check import mistakes
from tests.figures.made_runs import KINDS
from tests.figures.series import series_mistakes
from tests.synthetic.frozen.frozen_run import HERE, RUNS

CHANGED = '<dl id="DAT-1"><dt>Observation<dd>7654 '
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", RUNS)
def test_each_number_of_a_kept_run_is_that_of_its_evidence(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.unpack_archive(HERE / f"{name}.tar.xz", folder, filter="data")
    write_reports(assess_run(RunFolder(folder)), folder)
    assert mistakes(folder) == []


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "series"])
def test_each_number_of_a_run_that_lacks_a_part_is_that_of_its_evidence(
    kind: str, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    KINDS[kind](folder)
    assert mistakes(folder) == []


def test_each_number_of_a_series_is_that_of_one_run_or_their_sum(tmp_path: Path) -> None:
    folder = tmp_path / "series"
    KINDS["series"](folder)
    assert series_mistakes(folder) == []
    html = (folder / "report.en.html").read_text("utf-8")
    for old, new in (("Receipts given: ", "Receipts given: 9"), ('<dl id="DAT-1">', CHANGED)):
        assert old in html
        assert series_mistakes(folder, html.replace(old, new, 1)), old
