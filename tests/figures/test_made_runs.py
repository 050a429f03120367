"""Numbers of the pages of runs that are kept, or that lack a part: all are recomputed."""

import re
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


def test_other_numbers_of_the_bench_and_of_the_advice_are_mistakes(tmp_path: Path) -> None:
    folder = tmp_path / "poor"
    shutil.unpack_archive(HERE / "poor.tar.xz", folder, filter="data")
    write_reports(assess_run(RunFolder(folder)), folder)
    html = (folder / "report.en.html").read_text("utf-8")
    changes = {
        "gain": (r'(?<=class="gain">)(.*?)\+[\d.]+', r"\1+77"),
        "share": (r"\([\d,]+ of [\d,]+\); ", "(1 of 99); "),
        "arrivals": (r"Arrivals started: [\d,]+", "Arrivals started: 9,999"),
        "gap": (r"90% interval: 0–0", "90% interval: 0–7"),
        "warning": (r"The use of the test machine was not", "37 receipts. The use was not"),
    }
    assert mistakes(folder) == []
    for name, (old, new) in changes.items():
        changed = re.sub(old, new, html, count=1)
        assert changed != html, name
        assert mistakes(folder, changed), name
