"""A static site of many runs, that any web server can carry: an index, and each run's pages."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from epreuve.reports import document, history_html, html, kit_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.history import history
from epreuve.reports.text import LANGUAGES

PAGES = (html.REPORT, kit_html.REPORT, document.REPORT)


def write_site(runs: Mapping[str, tuple[Path, Assessment]], site: Path) -> tuple[Path, ...]:
    """Write the site of `runs`, by key: a run's folder, and its assessment. Returns the indexes.

    A page that a run has already written is copied, any other one is made. The site's folder is
    made if absent; nothing in it is deleted. Raises OSError.
    """
    for key, (folder, assessment) in runs.items():
        _write_run(assessment, folder, site / key)
    told = history((key, assessment) for key, (_, assessment) in runs.items())
    indexes = []
    for language in LANGUAGES:
        index = site / history_html.FILE.format(language=language)
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(history_html.render(told, language), encoding="utf-8", newline="\n")
        indexes.append(index)
    shutil.copyfile(indexes[0], site / "index.html")  # what a web server looks for
    return tuple(indexes)


def _write_run(assessment: Assessment, folder: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for report in PAGES:
        for language in LANGUAGES if "{language}" in report.file else LANGUAGES[:1]:
            name = report.file.format(language=language)
            if (folder / name).is_file():
                shutil.copyfile(folder / name, target / name)
            else:
                told = report.render(assessment, language)
                (target / name).write_bytes(told if isinstance(told, bytes) else told.encode())
