"""Runs of a folder that have an assessment."""

import os
from collections.abc import Iterator
from pathlib import Path

from epreuve.reports import history_html

SITE_INDEX = history_html.FILE.format(language="fr")  # a site holds copies of runs
MAX_DEPTH = 4  # a run holds thousands of files of its own


def run_folders(folder: Path) -> Iterator[Path]:
    """Yield the folders with an assessment, sorted. Subfolders of runs and sites are skipped."""
    for path, subfolders, files in os.walk(folder):
        if "assessment.json" in files:
            yield Path(path)
            subfolders.clear()
        elif SITE_INDEX in files or len(Path(path).relative_to(folder).parts) >= MAX_DEPTH:
            subfolders.clear()
        subfolders.sort()
