"""`epreuve explain`: explain one criterion, or its result in a run with the evidence."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.explanation import explain
from epreuve.audits.grid.grid import Grid, UnknownCriterionError, load_grid
from epreuve.audits.messages.texts import error_text
from epreuve.reports.language import Language
from epreuve.reports.text import join


@click.command()
@click.argument("arguments", nargs=-1, metavar="[RUN] CRITERION")
@language_option
def command(arguments: tuple[str, ...], language: Language) -> None:
    """Explain a criterion, such as DAT-1; with a run, show its result and its evidence.

    Without a run: its measure, reason, weight and sources.
    """
    if len(arguments) not in (1, 2):
        raise Misuse(
            translate(
                "give a criterion, or a run and a criterion: `epreuve explain DAT-1`, "
                "`epreuve explain runs/RUN DAT-1`"
            )
        )
    grid = load_grid()
    criterion = _criterion(grid, arguments)
    if len(arguments) == 1:
        click.echo(explain(grid, criterion, language))
    else:
        click.echo(_explain_run(Path(arguments[0]), grid, criterion, language))


def _criterion(grid: Grid, arguments: tuple[str, ...]) -> Criterion:
    try:
        return grid.criterion(arguments[-1])
    except UnknownCriterionError as error:
        advice = [translate("`epreuve grid` lists all criteria.")]
        if Path(arguments[-1]).is_dir():
            advice = [translate("To explain a run, name its criterion after it.")]
        raise Misuse(join((error_text(error), *advice))) from None


def _explain_run(path: Path, grid: Grid, criterion: Criterion, language: Language) -> str:
    """Return the text about a criterion in a run, judged again. Raises Misuse."""
    # Slow to import: without a run, the code of the judgements is not needed.
    from epreuve.audits.checks.examples.example import examples_of
    from epreuve.audits.checks.examples.record_examples import record_examples
    from epreuve.audits.runs.run_folder import RunFolder
    from epreuve.audits.scoring.assess import judge_facts, reading
    from epreuve.audits.scoring.finding_text import finding_text
    from epreuve.audits.scoring.shown_names import shown_names
    from epreuve.audits.scoring.trials.combination import trial_folders

    folder = RunFolder(path)
    if trials := trial_folders(path):
        raise Misuse(
            translate(
                "{path}: holds several runs; give one of them, such as {run}",
                path=str(path), run=str(trials[0].path),
            )
        )  # fmt: skip
    with reading(folder) as facts:
        assessment = judge_facts(facts, folder.read_record(), grid).assessment
        finding = next(one for one in assessment.findings if one.id == criterion.id)
        examples = (
            *examples_of(criterion.id, facts),
            *record_examples(facts.evidence, finding.evidence),
        )
        names = shown_names(facts.plan)
        return finding_text(assessment, criterion.id, examples, names, language)


FRENCH = """
msgid "Explain a criterion, such as DAT-1; with a run, show its result and its evidence."
msgstr "Expliquer un critère, comme DAT-1 ; avec un essai, montrer son résultat et ses preuves."

msgid "Without a run: its measure, reason, weight and sources."
msgstr "Sans essai : ce qu’il mesure, pourquoi, son poids et ses sources."
"""
