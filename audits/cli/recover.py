"""`epreuve recover`: remove the faults that a killed run left on a Toxiproxy server."""

from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.messages.texts import error_text
from epreuve.audits.runs.run_folder import RUNS, RunFolder
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.journal import NAME, read, restore
from epreuve.reports.language import Language
from epreuve.reports.text import Text, join, untranslated


@click.command()
@click.argument("run", required=False, type=click.Path(path_type=Path, file_okay=False))
@language_option
def command(run: Path | None, language: Language) -> None:
    """Remove the faults that a killed run left on a Toxiproxy server.

    RUN is the folder of the run. Default: all runs in runs/. Only a server given by --toxiproxy may
    need this, when the watchdog was killed too. Do not use it during the run: it removes the
    faults. Exit code 3 when a server could not be restored; its journal is kept.
    """
    for line in recover(run):
        click.echo(line.of(language))


def recover(run: Path | None) -> Iterator[Text]:
    """Restore each server and yield one line per server.

    Raises Misuse when the folder does not exist, NotMeasurable, after all attempts, when a server
    could not be restored.
    """
    if run is not None:
        RunFolder(run).check_exists()
    failures: list[Text] = []
    paths = sorted((run or RUNS).glob(f"**/{NAME}"))
    for path in paths:
        try:
            journal = read(path)
            problems = restore(journal)
        except FaultError as error:
            failures.append(
                translate("{path}: {problem}", path=str(path), problem=error_text(error))
            )
            continue
        if problems:
            failures += (
                translate("{path}: {problem}", path=str(path), problem=problem)
                for problem in problems
            )
        else:
            path.unlink()
            yield translate(
                "{path}: {url} is restored to its state before the run",
                path=str(path), url=journal.url,
            )  # fmt: skip
    if not paths:
        yield translate("nothing to restore in {folder}", folder=str(run or RUNS))
    if failures:
        raise NotMeasurable(join(failures, untranslated("\n")))


FRENCH = """
msgid "Remove the faults that a killed run left on a Toxiproxy server."
msgstr "Retirer les pannes qu’un essai tué a laissées sur un serveur Toxiproxy."

msgid ""
"RUN is the folder of the run. Default: all runs in runs/. Only a server given by --toxiproxy may "
"need this, when the watchdog was killed too. Do not use it during the run: it removes the faults. "
"Exit code 3 when a server could not be restored; its journal is kept."
msgstr ""
"RUN est le dossier de l’essai. Par défaut : tous les essais de runs/. Seul un serveur donné par "
"--toxiproxy peut en avoir besoin, si le chien de garde a été tué aussi. Ne l’utilisez pas pendant "
"l’essai : les pannes seraient retirées. Code de sortie 3 si un serveur n’a pas pu être remis en "
"état ; son journal est gardé."
"""
