"""Query of docs/evidence.md about the windows: it gives the counts of the page."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.reports import html
from tests.figures.page import Place, numbers, read_page
from tests.harness.programs import ROOT
from tests.synthetic.frozen.frozen_run import HERE, RUNS

QUERY = re.search(
    r"```sql\n(WITH plan.*?)```", (ROOT / "docs/evidence.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_the_query_gives_the_counts_of_the_timeline(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.unpack_archive(HERE / f"{name}.tar.xz", folder, filter="data")
    plan = RunFolder(folder).read_plan()
    page = read_page(html.render(assess_run(RunFolder(folder)), "en"))
    assert QUERY is not None
    with sqlite3.connect(folder / "evidence.db") as base:
        base.create_function("readfile", 1, lambda path: (tmp_path / path).read_text("utf-8"))
        counts = {window: row for window, *row in base.execute(QUERY[1])}
    assert len(plan.windows) > 15
    for row, window in enumerate(plan.windows, 1):
        cells = [page.get(Place("timeline", table="figures", row=row, column=n)) for n in (3, 4)]
        started, succeeded = (numbers(cell or "") for cell in cells)
        expected = counts.get(window.name, [0, 0])
        assert started == [f"{expected[0]:,}"], window.name
        assert succeeded[1:2] == ([f"{expected[1]:,}"] if succeeded else []), window.name
