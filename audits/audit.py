"""An audit: plan, run, assess, report, and the one exit code."""

import contextlib
import sys
from pathlib import Path

from epreuve.audits.authorisation import Consent
from epreuve.audits.errors import EpreuveError, NotMeasurable
from epreuve.audits.gates.gate import judge_gate
from epreuve.audits.gates.gate_words import told
from epreuve.audits.judging.assess import assess_run
from epreuve.audits.live.progress import Listener
from epreuve.audits.planning.plan import Plan
from epreuve.audits.playing.run import play
from epreuve.audits.playing.run_folder import RunFolder, new_run
from epreuve.faults.server_choice import ServerChoice
from epreuve.probes.evidence.store import EvidenceError
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology
from epreuve.reports.terminal import render
from epreuve.reports.text import Language
from epreuve.reports.writing import Failed, write_reports


def _tell_what_was_seen(run: RunFolder) -> None:
    """Reports of a run that did not reach its end, marked so; the disk may be full."""
    with contextlib.suppress(EpreuveError, EvidenceError, OSError):
        write_reports(assess_run(run), run.path)


def audit(
    plan: Plan, folder: Path | None, listener: Listener, language: Language,
    toxiproxy: ServerChoice, crew: LoadTopology = SINGLE_PROCESS, consent: Consent | None = None,
) -> int:  # fmt: skip
    """Do all of it; returns the exit code. Raises Misuse or NotMeasurable."""
    run = new_run(plan, folder)
    try:
        play(plan, run, listener, toxiproxy, crew, consent)
    except NotMeasurable:
        _tell_what_was_seen(run)
        raise
    assessment = assess_run(run)
    listener.judged(assessment)
    print(render(assessment, language, color=sys.stdout.isatty()))
    for each in write_reports(assessment, run.path):
        if isinstance(each, Failed):
            print(f"epreuve: {each.path}: not written: {each.reason}", file=sys.stderr)
    passage = judge_gate(assessment, plan.profile.gate)
    print(f"\n{told(passage, language)}")
    print(f"\n{run.path / f'report.{language}.html'}")
    return passage.code
