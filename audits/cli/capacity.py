"""`epreuve capacity`: measure the maximum throughput of a service."""

from itertools import pairwise
from pathlib import Path

import click

from epreuve.audits.capacity.climb import climb
from epreuve.audits.capacity.ramp import Ramp, doubling
from epreuve.audits.capacity.report import document, render, render_step, write
from epreuve.audits.cli.shared.duration import Duration
from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import (
    LoadOptions,
    folder_option,
    language_option,
    profile_argument,
    toxiproxy_options,
    yes_option,
)
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.audits.runs.run_folder import dated_name, new_folder
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.load.topology import ANY_WORKER
from epreuve.reports.language import Language

DEFAULT_USERS = 64  # of the last step
MAX_USERS = 10_000
SHORTEST, LONGEST = 1.0, 600.0  # seconds of a step


@click.command()
@profile_argument
@click.option(
    "--users", metavar="N,N,…", default=None,
    help="Numbers of users, step by step, increasing. Default: doubling up to --most.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(1, MAX_USERS), default=DEFAULT_USERS, show_default=True,
    metavar="N", help="Number of users of the last step.",
)  # fmt: skip
@click.option(
    "--for", "step", type=Duration(SHORTEST, LONGEST), default="10s", show_default=True,
    metavar="DURATION",
    help="Duration of each step. Its first second is not counted.",
)  # fmt: skip
@click.option(
    "--journey", default=None, metavar="NAME",
    help="The only journey of the users. Default: all journeys of the profile, by their shares.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Seed of names and pauses of the users."
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
    help="Load processes on this machine; they share the users.",
)  # fmt: skip
@yes_option
@toxiproxy_options
@folder_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    profile: Path, users: str | None, most: int, step: float, journey: str | None, seed: int,
    processes: int, yes: bool, toxiproxy: ServerChoice, folder: Path | None, language: Language,
    as_json: bool,
) -> None:  # fmt: skip
    """Measure the maximum throughput of a service with more and more users, without faults.

    The service and its dependencies are started as in an audit. These users wait for each response
    (closed model), which hides the waiting time of a slow service: the result is never used in a
    crisis or a score. Exit code 3 when nothing could be measured.
    """
    ramp = make_ramp(profile, users, most, step, journey, seed)
    options: LoadOptions = {
        "processes": processes, "workers": 0, "bind": ANY_WORKER, "locust_ui": 0, "yes": yes,
    }  # fmt: skip
    topology, consent = prepare_load(ramp, options, language)
    run = new_folder(folder, dated_name(ramp.profile.service.supplier, "capacity"))
    results = climb(
        ramp, run, toxiproxy, topology, consent,
        lambda result: click.echo(render_step(result, language), err=True),
    )  # fmt: skip
    text = write(document(ramp, results, run.read_record().machine), run.path)
    click.echo(text if as_json else f"{render(ramp, results, language)}\n{run.path}")


def make_ramp(
    path: Path, users: str | None, most: int, step: float, journey: str | None, seed: int
) -> Ramp:
    """Return the ramp of the options. Raises Misuse, which names the option."""
    profile = prepare_profile(path)
    if journey is not None and journey not in profile.journeys:
        sentence = translate(
            "--journey {journey}: no such journey in {path}; its journeys are: {names}.",
            journey=journey, path=str(path), names=", ".join(profile.journeys),
        )  # fmt: skip
        raise Misuse(with_suggestion(sentence, journey, profile.journeys))
    journeys = profile.journeys if journey is None else {journey: profile.journeys[journey]}
    return Ramp(
        profile=profile,
        journeys={name: journey.share for name, journey in journeys.items()},
        users=doubling(most) if users is None else _users(users),
        step=step,
        seed=seed,
    )


def _users(text: str) -> tuple[int, ...]:
    try:
        users = tuple(int(number) for number in text.split(","))
    except ValueError:
        users = ()
    increasing = all(a < b for a, b in pairwise(users))
    if not users or users[0] < 1 or not increasing or users[-1] > MAX_USERS:
        raise Misuse(
            translate(
                "--users {text}: is not a list of increasing numbers, at most {most}; write for "
                "example 1,2,4,8",
                text=text, most=str(MAX_USERS),
            )
        )  # fmt: skip
    return users


FRENCH = """
msgid "Numbers of users, step by step, increasing. Default: doubling up to --most."
msgstr "Nombres d’usagers, palier par palier, croissants. Par défaut : ils doublent jusqu’à --most."

msgid "Number of users of the last step."
msgstr "Nombre d’usagers du dernier palier."

msgid "Duration of each step. Its first second is not counted."
msgstr "Durée de chaque palier. Sa première seconde n’est pas comptée."

msgid "The only journey of the users. Default: all journeys of the profile, by their shares."
msgstr "Seul parcours des usagers. Par défaut : tous les parcours du profil, selon leurs parts."

msgid "Seed of names and pauses of the users."
msgstr "Graine des noms et des pauses des usagers."

msgid "Measure the maximum throughput of a service with more and more users, without faults."
msgstr "Mesurer le débit maximal d’un service, avec de plus en plus d’usagers, sans panne."

msgid ""
"The service and its dependencies are started as in an audit. These users wait for each response "
"(closed model), which hides the waiting time of a slow service: the result is never used in a "
"crisis or a score. Exit code 3 when nothing could be measured."
msgstr ""
"Le service et ses dépendances sont démarrés comme pour un audit. Ces usagers attendent chaque "
"réponse (modèle fermé), ce qui masque l’attente due à un service lent : le résultat ne sert "
"jamais dans une crise ni dans une note. Code de sortie 3 si rien n’a pu être mesuré."
"""
