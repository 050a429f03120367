"""Options that several verbs share."""

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import click

from epreuve.audits.planning.scale import FULL, QUICK, USUAL
from epreuve.faults.toxiproxy.server_choice import ServerChoice

Command = Callable[..., object]


class Sent(TypedDict):
    """The options about who sends the citizens, and whether that is allowed."""

    processes: int
    workers: int
    bind: str
    locust_ui: int  # 0 for none
    yes: bool


class Asked(TypedDict):
    """The options about what is done beyond the usual, kept in the plan."""

    drill: bool
    browser: bool


class Followed(TypedDict):
    """The options about what is told while a run goes on."""

    quiet: bool
    json_events: bool
    metrics_port: int  # 0 for no metrics
    metrics_host: str
    label: NotRequired[str]  # put before each line


def default_language() -> str:
    """French for those whose system speaks it, English for the others."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if spoken.lower().startswith("fr") else "en"


profile_argument = click.argument("profile", type=click.Path(path_type=Path))
run_argument = click.argument("run", type=click.Path(path_type=Path, file_okay=False))
crisis_option = click.option(
    "--crisis", default="tous-risques", show_default=True, metavar="ID|FILE",
    help="The crisis to play: an id from `epreuve crises`, or a YAML file.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=int, default=None,
    help="Seed of all that is drawn at random; drawn itself, and kept, when not given.",
)  # fmt: skip
_scale_option = click.option(
    "--scale", type=click.FloatRange(min=1.0), default=USUAL, show_default=True,
    help="Real seconds of the crisis for one second of the run. Boot times, time-outs and "
    "latencies are never compressed.",
)  # fmt: skip
hold_out_option = click.option(
    "--hold-out", "held_out", type=int, default=None, metavar="SEED",
    help="Move the crisis's peaks, shares, lengths and cuts within the bounds it declares, so that "
    "nobody tunes a service to the file. The seed is kept in the plan and told in the reports.",
)  # fmt: skip
_quick_option = click.option(
    "--quick", "scale", flag_value=QUICK, type=float,
    help=f"As short as it can be, about three minutes (--scale {QUICK:g}).",
)  # fmt: skip
_full_option = click.option(
    "--full", "scale", flag_value=FULL, type=float,
    help=f"On the crisis's own clock, about an hour (--scale {FULL:g}).",
)  # fmt: skip
language_option = click.option(
    "--lang", "language", type=click.Choice(["fr", "en"]), default=default_language,
    help="Language of what is printed; reports are written in both.",
)  # fmt: skip
folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="Folder of the run; a new one under runs/ when not given.",
)  # fmt: skip
quiet_option = click.option("--quiet", is_flag=True, help="Print the result only.")
json_events_option = click.option(
    "--json-events", is_flag=True,
    help="Tell the progress as one JSON object a line, on the error output (docs/events.md).",
)  # fmt: skip
metrics_port_option = click.option(
    "--metrics-port", type=click.IntRange(0, 65535), default=0, metavar="PORT",
    help="Serve Prometheus metrics on this port while the run goes on; 0, the default, is off.",
)  # fmt: skip
metrics_host_option = click.option(
    "--metrics-host", default="127.0.0.1", show_default=True, metavar="HOST",
    help="Address that serves the metrics; they name the service and its dependencies.",
)  # fmt: skip


def scale_options(command: Command) -> Command:
    """How fast the crisis is played: a scale, or one of the two that have a name."""
    return _scale_option(_quick_option(_full_option(command)))


def asking_options(command: Command) -> Command:
    """The options of `Asked`, handed to the verb as one argument, `asked`."""
    return _bundled(command, "asked", Asked, _ASKING)


def sending_options(command: Command) -> Command:
    """The options of `Sent`, handed to the verb as one argument, `sent`."""
    return _bundled(command, "sent", Sent, _SENDING)


def toxiproxy_options(command: Command) -> Command:
    """The options of `ServerChoice`, handed to the verb as one argument, `toxiproxy`."""
    return _bundled(command, "toxiproxy", ServerChoice, _TOXIPROXY)


def _bundled(
    command: Command, name: str, kind: type, options: Sequence[Callable[[Command], Command]]
) -> Command:
    @functools.wraps(command)
    def bundled(**given: Any) -> object:
        parts = {each: given.pop(each) for each in kind.__annotations__}
        return command(**given, **{name: kind(**parts)})

    found: Command = bundled
    for option in reversed(options):
        found = option(found)
    return found


_TOXIPROXY = (
    click.option(
        "--toxiproxy", "url", metavar="URL", default=None, envvar="EPREUVE_TOXIPROXY",
        help="A Toxiproxy server to use, instead of the one on PATH or the embedded one.",
    ),
    click.option(
        "--toxiproxy-shared", "shared", is_flag=True, envvar="EPREUVE_TOXIPROXY_SHARED",
        help="Work beside proxies that others have on that server; they are left as they are. "
        "Without it, a server that has any is refused.",
    ),
)  # fmt: skip
_ASKING = (
    click.option(
        "--browser", is_flag=True,
        help="Read pages with this machine's headless Chromium, scripts run, instead of the HTML "
        "parser.",
    ),
    click.option(
        "--drill", is_flag=True,
        help="After everything else, destroy the storage and restore it with the commands of the "
        "profile's `drill:`; data are lost: for a staging copy only.",
    ),
)  # fmt: skip
_SENDING = (
    click.option(
        "--processes", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
        help="Load processes on this machine, each with its part of the citizens.",
    ),
    click.option(
        "--workers", type=click.IntRange(0, 256), default=0, metavar="N",
        help="Wait for N `epreuve worker` instead, on this or other machines.",
    ),
    click.option(
        "--bind", default="127.0.0.1:5557", show_default=True, metavar="HOST:PORT",
        help="Where workers join, with --workers; proxies listen on that host too.",
    ),
    click.option(
        "--locust-ui", type=click.IntRange(0, 65535), default=0, is_flag=False, flag_value=8089,
        metavar="[PORT]",
        help="Show Locust's page on this machine; port 8089 unless another is given.",
    ),
    click.option(
        "--yes", is_flag=True,
        help="Confirm the authorisation of a service that is not on this machine.",
    ),
)  # fmt: skip
