"""Static site of several runs: an index and the pages of each run."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from epreuve.reports import document, history_html, html, kit_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.history import history
from epreuve.reports.language import LANGUAGES
from epreuve.reports.published import without_local_places

PAGES = (html.REPORT, kit_html.REPORT, document.REPORT)


def write_site(runs: Mapping[str, tuple[Path, Assessment]], site: Path) -> tuple[Path, ...]:
    """Write the site and return its indexes. `runs` has each run's folder and assessment, by key.

    A page that the run's folder already has is copied, the others and `assessment.json` are
    rendered. The folder of the site is created if absent; nothing in it is deleted. Raises OSError.
    """
    for key, (folder, assessment) in runs.items():
        _write_run(assessment, folder, site / key)
    past = history((key, assessment) for key, (_, assessment) in runs.items())
    indexes = []
    for language in LANGUAGES:
        index = site / history_html.FILE.format(language=language)
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(history_html.render(past, language), encoding="utf-8", newline="\n")
        indexes.append(index)
    shutil.copyfile(indexes[0], site / "index.html")  # default page of a web server
    return tuple(indexes)


def _write_run(assessment: Assessment, folder: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for report in PAGES:
        for language, name in report.files(LANGUAGES):
            if report is document.REPORT:  # for programs of others: no folder of this machine
                public = without_local_places(assessment)
                (target / name).write_bytes(report.content(public, language))
            elif (folder / name).is_file():
                shutil.copyfile(folder / name, target / name)
            else:
                (target / name).write_bytes(report.content(assessment, language))
