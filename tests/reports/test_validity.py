"""An HTML validator finds no error in any page."""

import subprocess
from pathlib import Path

import pytest

from epreuve.reports import history_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.history import history
from epreuve.reports.writing import write_comparison, write_reports
from tests.harness import programs

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.needs_html_validate]


@pytest.mark.parametrize("name", ["bad", "unranked", "hostile", "bare"])
def test_every_page(
    name: str, tmp_path: Path, good: Assessment, request: pytest.FixtureRequest
) -> None:
    assessment: Assessment = request.getfixturevalue(name)
    write_reports(assessment, tmp_path)
    write_comparison(compare([assessment, assessment]), tmp_path)
    index = history_html.render(history([("a", assessment), ("b", good)]), "fr")
    (tmp_path / "index.fr.html").write_text(index, encoding="utf-8")
    pages = sorted(str(path) for path in tmp_path.glob("*.html"))
    assert len(pages) == 7
    done = subprocess.run(
        [str(programs.html_validate()), "--preset", "standard", "--formatter", "text", *pages],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
