"""`epreuve capacity`: how much a service can do."""

from itertools import pairwise
from pathlib import Path

import click

from epreuve.audits.capacity.climb import climb
from epreuve.audits.capacity.ramp import Ramp, doubling
from epreuve.audits.capacity.report import document, keep, rung_told, told
from epreuve.audits.cli.shared.load_options import sender
from epreuve.audits.cli.shared.options import (
    Sent,
    folder_option,
    language_option,
    profile_argument,
    toxiproxy_options,
)
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.reading.suggestion import suggestion
from epreuve.audits.runs.run_folder import dated_name, new_folder
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.faults.units import duration
from epreuve.reports.language import Language

MOST = 64  # users of the last rung, when nothing is said


@click.command()
@profile_argument
@click.option(
    "--users", metavar="N,N,…", default=None,
    help="How many users, step by step, always more; doubling up to --most when not given.",
)  # fmt: skip
@click.option(
    "--most", type=click.IntRange(1, 10_000), default=MOST, show_default=True, metavar="N",
    help="Users of the last step.",
)  # fmt: skip
@click.option(
    "--for", "lasts", default="10s", show_default=True, metavar="DURATION",
    help="How long each step lasts; its first second is not counted.",
)  # fmt: skip
@click.option(
    "--journey", default=None, metavar="NAME",
    help="The one journey that users do; all of the profile's, by their shares, when not given.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Seed of the citizens' names and pauses."
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
    help="Load processes on this machine, each with its part of the users.",
)  # fmt: skip
@click.option(
    "--yes", is_flag=True,
    help="Confirm the authorisation of a service that is not on this machine.",
)  # fmt: skip
@toxiproxy_options
@folder_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    profile: Path, users: str | None, most: int, lasts: str, journey: str | None, seed: int,
    processes: int, yes: bool, toxiproxy: ServerChoice, folder: Path | None, language: Language,
    as_json: bool,
) -> None:  # fmt: skip
    """Find how much a service can do: more and more users on a clean link, no fault, no crisis.

    The service and its dependencies are started as an audit starts them. Users of this closed model
    wait for their answers, which hides the waiting that a slow service causes: what is found here
    is never used in a crisis nor in a score. Exit code 3 when nothing could be measured.
    """

    ramp = asked(profile, users, most, lasts, journey, seed)
    sent: Sent = {
        "processes": processes, "workers": 0, "bind": "127.0.0.1:5557", "locust_ui": 0, "yes": yes,
    }  # fmt: skip
    sending = sender(ramp, sent)
    run = new_folder(folder, dated_name(ramp.profile.service.supplier, "capacity"))
    found = climb(
        ramp, run, toxiproxy, *sending, lambda each: click.echo(rung_told(each, language), err=True)
    )
    figures = keep(document(ramp, found, str(run.notes()["machine"])), run.path)
    click.echo(figures if as_json else f"{told(ramp, found, language)}\n{run.path}")


SHORTEST, LONGEST = 1.0, 600.0  # seconds of a rung


def asked(
    path: Path, users: str | None, most: int, lasts: str, journey: str | None, seed: int
) -> Ramp:
    """The ramp. Raises Misuse, naming the option."""
    profile = prepare_profile(path)
    if journey is not None and journey not in profile.journeys:
        meant = suggestion(journey, profile.journeys)
        raise Misuse(f"--journey {journey}: no such journey in {path}.{meant}")
    chosen = profile.journeys if journey is None else {journey: profile.journeys[journey]}
    return Ramp(
        profile=profile, journeys={name: each.share for name, each in chosen.items()},
        users=doubling(most) if users is None else _users(users), rung=_lasts(lasts), seed=seed,
    )  # fmt: skip


def _users(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(each) for each in text.split(","))
    except ValueError:
        found = ()
    if not found or found[0] < 1 or any(b <= a for a, b in pairwise(found)) or found[-1] > 10_000:
        raise Misuse(
            f"--users {text}: is not a list of numbers, always more, 10000 at most; write for "
            "example 1,2,4,8"
        )
    return found


def _lasts(text: str) -> float:
    try:
        found = duration(text)
    except ValueError as error:
        raise Misuse(f"--for {text}: {error}") from None
    if not SHORTEST <= found <= LONGEST:
        raise Misuse(f"--for {text}: a step lasts {SHORTEST:g} to {LONGEST:g} seconds")
    return found
