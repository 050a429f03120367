"""`epreuve rehearse`: play each journey once, to try a profile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import (
    LoadOptions,
    language_option,
    profile_argument,
    toxiproxy_options,
    yes_option,
)
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MET, Misuse
from epreuve.audits.execution.preparation import prepare_rehearsal
from epreuve.audits.reading.yaml_file import read_places
from epreuve.audits.rehearsal.placed import placed
from epreuve.audits.rehearsal.rehearse import rehearse
from epreuve.audits.rehearsal.text import render
from epreuve.audits.runs.run_folder import RunFolder, make_folder, temporary_folder
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.load.topology import ANY_WORKER
from epreuve.reports.language import Language
from epreuve.reports.translation import Translator


@click.command()
@profile_argument
@click.option(
    "--power", is_flag=True,
    help="Also cut the power once, start the service again and read the receipts again.",
)  # fmt: skip
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="New folder for the logs and for `{run}`. Default: a temporary folder, deleted at the "
    "end.",
)  # fmt: skip
@yes_option
@toxiproxy_options
@language_option
@click.option("--quiet", is_flag=True, help="Print the result only.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    profile: Path, power: bool, folder: Path | None, yes: bool, toxiproxy: ServerChoice,
    language: Language, quiet: bool, as_json: bool,
) -> int:  # fmt: skip
    """Play each journey once, without load or faults, to try a profile in seconds.

    Then the receipt just made is read again, and others that were never given. Pages, exports and
    the status page are loaded. The connections of each dependency are counted.

    \b
    Exit codes: 0 the profile works, 1 it does not (with line and remedy),
    2 misuse, 3 interrupted, 6 the harness or Toxiproxy failed.
    """
    plan = prepare_rehearsal(profile)
    if power and plan.profile.power.level == "none":
        translate = Translator(FRENCH)
        raise Misuse(
            translate(
                "{profile}: --power needs `power:` with a `level` other than none; add it to the "
                "profile",
                profile=str(profile),
            )
        )
    places = read_places(profile)
    options: LoadOptions = {
        "processes": 1, "workers": 0, "bind": ANY_WORKER, "locust_ui": 0, "yes": yes,
    }  # fmt: skip
    prepare_load(plan, options, language)
    with _folder(folder) as run:
        rehearsal = rehearse(
            plan, str(profile), run, toxiproxy, power=power, temporary=folder is None,
            message=lambda text: None if quiet else click.echo(text.of(language), err=True),
        )  # fmt: skip
    rehearsal = placed(rehearsal, places)
    click.echo(rehearsal.model_dump_json(indent=1) if as_json else render(rehearsal, language))
    return EXIT_MET if rehearsal.works else EXIT_NOT_MET


@contextmanager
def _folder(folder: Path | None) -> Iterator[RunFolder]:
    """Open the folder of the logs; without a choice, it is deleted at the end."""
    if folder is None:
        with temporary_folder("epreuve-rehearsal-") as path:
            yield _with_logs(path)
    else:
        yield _with_logs(make_folder(folder, ""))


def _with_logs(path: Path) -> RunFolder:
    run = RunFolder(path)
    run.logs.mkdir()
    return run


FRENCH = """
msgid "Also cut the power once, start the service again and read the receipts again."
msgstr ""
"Aussi couper le courant une fois, redémarrer le service et relire les accusés de réception."

msgid ""
"New folder for the logs and for `{run}`. Default: a temporary folder, deleted at the end."
msgstr ""
"Nouveau dossier pour les journaux et pour `{run}`. Par défaut : un dossier temporaire, effacé à "
"la fin."

msgid "Print the result as JSON."
msgstr "Afficher le résultat en JSON."

msgid "Play each journey once, without load or faults, to try a profile in seconds."
msgstr ""
"Jouer chaque parcours une fois, sans charge ni panne, pour essayer un profil en quelques secondes."

msgid ""
"Then the receipt just made is read again, and others that were never given. Pages, exports and "
"the status page are loaded. The connections of each dependency are counted."
msgstr ""
"Ensuite, l’accusé qui vient d’être délivré est relu, et d’autres jamais délivrés. Les pages, les "
"exports et la page d’état sont chargés. Les connexions de chaque dépendance sont comptées."

msgid ""
"Exit codes: 0 the profile works, 1 it does not (with line and remedy), 2 misuse, 3 interrupted, "
"6 the harness or Toxiproxy failed."
msgstr ""
"Codes de sortie : 0 le profil fonctionne, 1 il ne fonctionne pas (avec la ligne et le remède), "
"2 mauvais usage, 3 interruption, 6 échec du banc d’essai ou de Toxiproxy."

msgid ""
"{profile}: --power needs `power:` with a `level` other than none; add it to the profile"
msgstr ""
"{profile} : --power demande `power:` avec un `level` autre que none ; ajoutez-le au profil"
"""
