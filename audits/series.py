"""A series: several trials of one plan, one seed after another, told as one."""

import contextlib
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from epreuve.audits.errors import EpreuveError, NotMeasurable
from epreuve.audits.gates.gate import exit_code
from epreuve.audits.judging.assess import assess_run
from epreuve.audits.judging.combination import combine_trials
from epreuve.audits.planning.plan import Plan
from epreuve.audits.playing.journal import NAME as JOURNAL
from epreuve.audits.playing.run_folder import RunFolder, make_folder, new_run, run_name
from epreuve.probes.evidence.store import EvidenceError
from epreuve.reports.assessment import Assessment
from epreuve.reports.terminal import render
from epreuve.reports.text import Language
from epreuve.reports.writing import Failed, write_reports

Play = Callable[[Plan, RunFolder, str], None]
"""Plays a plan into a folder; the text is put before each line of progress."""


def audit_series(plans: Sequence[Plan], folder: Path | None, play: Play, language: Language) -> int:
    """Play each plan into `trial-1`, `trial-2`… of one folder; returns the exit code.

    Raises Misuse or NotMeasurable; a series that stops early keeps and tells what was seen.
    """
    group = RunFolder(make_folder(folder, f"{run_name(plans[0])}-x{len(plans)}"))
    group.write_plan(plans[0])
    try:
        for number, plan in enumerate(plans, 1):
            trial = new_run(plan, group.path / f"trial-{number}")
            play(plan, trial, f"{number}/{len(plans)}")
            assess_run(trial)
    except NotMeasurable:
        with contextlib.suppress(EpreuveError, EvidenceError, OSError):
            _close(group)
        raise
    told = _close(group)
    print(render(told, language, color=sys.stdout.isatty()))
    print(f"\n{group.path / f'report.{language}.html'}")
    return exit_code(told, plans[0].profile.gate)


def _close(group: RunFolder) -> Assessment:
    """Enter the series in the journal of its neighbours, as one line; judge and tell it."""
    group.enter(hashlib.sha256((group.path / JOURNAL).read_bytes()).hexdigest())
    told = combine_trials(group.path)
    for each in write_reports(told, group.path):
        if isinstance(each, Failed):
            print(f"epreuve: {each.path}: not written: {each.reason}", file=sys.stderr)
    return told
