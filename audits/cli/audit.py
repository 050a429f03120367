"""`epreuve audit`: plan, run, assess, report."""

import contextlib
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Unpack

import click

from epreuve.audits.cli.shared.load_options import sender
from epreuve.audits.cli.shared.options import (
    Asked,
    Followed,
    Sent,
    asking_options,
    crisis_option,
    folder_option,
    hold_out_option,
    json_events_option,
    language_option,
    metrics_host_option,
    metrics_port_option,
    profile_argument,
    quiet_option,
    scale_options,
    seed_option,
    sending_options,
    toxiproxy_options,
)
from epreuve.audits.cli.shared.progress_options import following
from epreuve.audits.errors import EpreuveError, NotMeasurable
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.run import play
from epreuve.audits.gates.gate import apply_gate, exit_code
from epreuve.audits.gates.text import render as render_gate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.authorisation import Consent
from epreuve.audits.runs.journal import NAME as JOURNAL
from epreuve.audits.runs.run_folder import RunFolder, make_folder, new_run, run_name
from epreuve.audits.scoring.assess import assess_run
from epreuve.audits.scoring.trials.combination import combine_trials
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.evidence.store import EvidenceError
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology
from epreuve.reports.assessment import Assessment
from epreuve.reports.language import Language
from epreuve.reports.terminal import render
from epreuve.reports.writing import print_results, write_reports


@click.command()
@profile_argument
@crisis_option
@seed_option
@scale_options
@hold_out_option
@asking_options
@language_option
@toxiproxy_options
@sending_options
@folder_option
@quiet_option
@json_events_option
@metrics_port_option
@metrics_host_option
@click.option(
    "--runs", type=click.IntRange(1, 100), default=1, show_default=True,
    help="Trials, one after the other, with seeds that follow; told as one by their medians, with "
    "an interval. Five make it steady.",
)  # fmt: skip
@click.option("--label", default="", hidden=True, help="Put before each line of progress.")
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, held_out: int | None,
    asked: Asked, language: Language, toxiproxy: ServerChoice, folder: Path | None, sent: Sent,
    runs: int, **followed: Unpack[Followed],
) -> int:  # fmt: skip
    """Put a service through a crisis, give it its letter, and write the reports.

    \b
    Exit codes: 0 the profile's gate is met, 1 it is not, 2 misuse,
    3 no verdict was possible, 5 stopped for safety,
    6 the harness or Toxiproxy failed.
    """

    plan = prepare(profile, crisis, seed, scale, held_out, **asked)
    sending = sender(plan, sent)
    if runs == 1:
        with following(plan, language, **followed) as listener:
            return audit(plan, folder, listener, language, toxiproxy, *sending)

    def trial(plan: "Plan", run: "RunFolder", label: str) -> None:
        told: Followed = {**followed, "label": f"{followed.get('label', '')} {label}".strip()}
        with following(plan, language, **told) as listener:
            play(plan, run, listener, toxiproxy, *sending)

    seeds = range(plan.seed, plan.seed + runs)
    plans = [prepare(profile, crisis, each, scale, held_out, **asked) for each in seeds]
    return audit_series(plans, folder, trial, language)


def _tell_what_was_seen(run: RunFolder) -> None:
    """Reports of a run that did not reach its end, marked so; the disk may be full."""
    with contextlib.suppress(EpreuveError, EvidenceError, OSError):
        write_reports(assess_run(run), run.path)


def audit(
    plan: Plan, folder: Path | None, listener: Listener, language: Language,
    toxiproxy: ServerChoice, topology: LoadTopology = SINGLE_PROCESS,
    consent: Consent | None = None,
) -> int:  # fmt: skip
    """Do all of it; returns the exit code. Raises Misuse or NotMeasurable."""
    run = new_run(plan, folder)
    try:
        play(plan, run, listener, toxiproxy, topology, consent)
    except NotMeasurable:
        _tell_what_was_seen(run)
        raise
    assessment = assess_run(run)
    listener.judged(assessment)
    print(render(assessment, language, color=sys.stdout.isatty()))
    print_results(write_reports(assessment, run.path), paths=False)
    result = apply_gate(assessment, plan.profile.gate)
    print(f"\n{render_gate(result, language)}")
    print(f"\n{run.path / f'report.{language}.html'}")
    return result.code


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
    group.add_to_journal(hashlib.sha256((group.path / JOURNAL).read_bytes()).hexdigest())
    told = combine_trials(group.path)
    print_results(write_reports(told, group.path), paths=False)
    return told
