"""`epreuve audit`: plan, run, assess and report."""

import contextlib
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import (
    LoadOptions,
    PlanOptions,
    ProgressOptions,
    plan_options,
    run_options,
)
from epreuve.audits.cli.shared.progress import progress_listener
from epreuve.audits.errors import EpreuveError, NotMeasurable
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.run import play
from epreuve.audits.gates.gate import apply_gate, exit_code
from epreuve.audits.gates.text import render as render_gate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.authorisation import Consent
from epreuve.audits.runs.journal import NAME as JOURNAL
from epreuve.audits.runs.run_folder import BUSY_BENCH, RunFolder, make_folder, new_run, run_name
from epreuve.audits.scoring.assess import assess_run
from epreuve.audits.scoring.trials.combination import combine_trials
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology
from epreuve.reports.assessment import Assessment
from epreuve.reports.language import Language
from epreuve.reports.terminal import render
from epreuve.reports.writing import print_results, write_reports


@click.command()
@plan_options
@run_options
@click.option(
    "--busy-bench",
    type=click.Choice(["void", "warn"]),
    default="void",
    show_default=True,
    envvar=BUSY_BENCH,
    help="What happens when other programs use much of this machine: the trial is void, or the "
    "report has a warning and a letter that may be too low.",
)
@click.option(
    "--runs", type=click.IntRange(1, 100), default=1, show_default=True,
    help="Number of runs, one after the other, with consecutive seeds. The result is their median "
    "with an interval. Use five for a stable result.",
)  # fmt: skip
def command(
    request: PlanOptions, language: Language, toxiproxy: ServerChoice, load: LoadOptions,
    folder: Path | None, progress: ProgressOptions, runs: int, busy_bench: str,
) -> int:  # fmt: skip
    """Run a crisis on a service, score the service and write the reports.

    \b
    Exit codes: 0 the gate is met, 1 below a threshold, 2 misuse,
    3 not measurable, 5 stopped for safety,
    6 the harness or Toxiproxy failed.
    """
    plan = prepare(**request)
    topology, consent = prepare_load(plan, load, language)
    if runs == 1:
        with progress_listener(plan, language, progress) as listener:
            run = new_run(plan, folder)
            run.note(busy_bench=busy_bench)
            return audit(plan, run, listener, language, toxiproxy, topology, consent)

    def run_one(plan: Plan, run: RunFolder, number: str) -> None:
        run.note(busy_bench=busy_bench)
        label = f"{progress['label']} {number}".strip()
        with progress_listener(plan, language, {**progress, "label": label}) as listener:
            play(plan, run, listener, toxiproxy, topology, consent)

    seeds = range(plan.seed, plan.seed + runs)
    requests: list[PlanOptions] = [{**request, "seed": seed} for seed in seeds]
    plans = [prepare(**trial) for trial in requests]
    return audit_series(plans, folder, run_one, language)


def audit(
    plan: Plan, run: RunFolder, listener: Listener, language: Language,
    toxiproxy: ServerChoice, topology: LoadTopology = SINGLE_PROCESS,
    consent: Consent | None = None,
) -> int:  # fmt: skip
    """Run a plan, assess it and write the reports. Returns the exit code.

    Raises Misuse or NotMeasurable; an interrupted run also gets reports.
    """
    try:
        play(plan, run, listener, toxiproxy, topology, consent)
    except NotMeasurable:
        with contextlib.suppress(EpreuveError, EvidenceError, OSError):  # the disk may be full
            write_reports(assess_run(run), run.path)
        raise
    assessment = assess_run(run)
    listener.assessed(assessment)
    print(render(assessment, language, color=sys.stdout.isatty()))
    print_results(write_reports(assessment, run.path), language, paths=False)
    result = apply_gate(assessment, plan.profile.gate)
    print(f"\n{render_gate(result, language)}")
    print(f"\n{run.path / f'report.{language}.html'}")
    return result.code


RunOne = Callable[[Plan, RunFolder, str], None]
"""Runs a plan in a folder. The text ("2/5") is a label for lines of progress."""


def audit_series(
    plans: Sequence[Plan], folder: Path | None, run_one: RunOne, language: Language
) -> int:
    """Run each plan in `trial-1`, `trial-2`… of one folder. Returns the exit code.

    Raises Misuse or NotMeasurable; an interrupted series is assessed from its finished runs.
    """
    series = RunFolder(make_folder(folder, f"{run_name(plans[0])}-x{len(plans)}"))
    series.write_plan(plans[0])
    try:
        for number, plan in enumerate(plans, 1):
            trial = new_run(plan, series.path / f"trial-{number}")
            run_one(plan, trial, f"{number}/{len(plans)}")
            assess_run(trial)
    except NotMeasurable:
        with contextlib.suppress(EpreuveError, EvidenceError, OSError):
            _finish(series, language)
        raise
    assessment = _finish(series, language)
    print(render(assessment, language, color=sys.stdout.isatty()))
    print(f"\n{series.path / f'report.{language}.html'}")
    return exit_code(assessment, plans[0].profile.gate)


def _finish(series: RunFolder, language: Language) -> Assessment:
    """Add the series to the journal of its parent folder, assess it and write its reports."""
    series.add_to_journal(hashlib.sha256((series.path / JOURNAL).read_bytes()).hexdigest())
    assessment = combine_trials(series.path)
    print_results(write_reports(assessment, series.path), language, paths=False)
    return assessment


FRENCH = """
msgid ""
"What happens when other programs use much of this machine: the trial is void, or the report has a "
"warning and a letter that may be too low."
msgstr ""
"Effet d’autres programmes qui utilisent beaucoup cette machine : l’essai est nul, ou le rapport "
"porte un avertissement et une lettre peut-être trop basse."

msgid ""
"Number of runs, one after the other, with consecutive seeds. The result is their median with an "
"interval. Use five for a stable result."
msgstr ""
"Nombre d’essais, l’un après l’autre, avec des graines consécutives. Le résultat est leur médiane "
"avec un intervalle. Cinq essais donnent un résultat stable."

msgid "Run a crisis on a service, score the service and write the reports."
msgstr "Simuler une crise sur un service, noter le service et écrire les rapports."

msgid ""
"Exit codes: 0 the gate is met, 1 below a threshold, 2 misuse, 3 not measurable, 5 stopped for "
"safety, 6 the harness or Toxiproxy failed."
msgstr ""
"Codes de sortie : 0 seuils de validation atteints, 1 sous un seuil, 2 mauvais usage, 3 non "
"mesurable, 5 arrêt de sécurité, 6 échec du banc d’essai ou de Toxiproxy."
"""
