"""Arguments and options of several verbs."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

import click

from epreuve.audits.cli.shared.duration import Duration
from epreuve.audits.cli.shared.error_language import ErrorLanguage, locale_language
from epreuve.audits.cli.shared.scale_options import scale_options
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.load.topology import ANY_WORKER
from epreuve.reports.language import LANGUAGES, Language

Command = Callable[..., object]
Option = Callable[[Command], Command]


class LoadOptions(TypedDict):
    """Options about load processes and authorisation."""

    processes: int
    workers: int
    bind: str
    locust_ui: int  # port, 0 for no page
    yes: bool


class PlanOptions(TypedDict):
    """Arguments of `prepare`: everything that a plan depends on."""

    profile: Path
    crisis: str
    seed: int | None  # None for a random seed
    scale: float
    variation: int | None  # seed of the variation
    drill: bool
    browser: bool
    at_most: float | None  # seconds


class ProgressOptions(TypedDict):
    """Options about progress reporting during a run."""

    quiet: bool
    json_events: bool
    metrics_port: int  # 0 for no metrics
    metrics_host: str
    label: str  # prefix of each line


def _default_language() -> Language:
    """Return the language of a `--lang` before the verb, else that of the locale."""
    context = click.get_current_context(silent=True)
    settings = context and context.obj
    return settings.language if isinstance(settings, ErrorLanguage) else locale_language()


def _remember(ctx: click.Context, param: click.Parameter, value: Language) -> Language:
    """Keep the language for the errors of the verb, which the group of the verbs shows."""
    if isinstance(ctx.obj, ErrorLanguage):
        ctx.obj.language = value
    return value


profile_argument = click.argument("profile", type=click.Path(path_type=Path))
run_argument = click.argument("run", type=click.Path(path_type=Path, file_okay=False))
crisis_option = click.option(
    "--crisis", default="tous-risques", show_default=True, metavar="ID|FILE",
    help="Crisis to run: an id from `epreuve crises`, or a YAML file.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=int, default=None,
    help="Seed of all random numbers. Default: a random seed, kept in the plan.",
)  # fmt: skip
_variation_option = click.option(
    "--variation", "variation", type=int, default=None, metavar="SEED",
    help="Vary peaks, shares, durations and cuts of the crisis at random within its declared "
    "bounds, so that a service cannot be tuned to the file. Plan and reports show the seed.",
)  # fmt: skip
_hold_out_option = click.option("--hold-out", "variation", type=int, default=None, hidden=True)
_language_option = functools.partial(
    click.option, "--lang", "language", type=click.Choice(LANGUAGES), default=_default_language,
    callback=_remember, is_eager=True,
)  # fmt: skip
language_option = _language_option(
    help="Language of the output. Default: French with a French locale, else English."
)
message_language_option = _language_option(
    help="Language of the messages. Default: French with a French locale, else English.",
    expose_value=False,
)  # of a verb whose output has no language
folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="Folder of the run. Default: a new folder in runs/.",
)  # fmt: skip
yes_option = click.option(
    "--yes", is_flag=True,
    help="Confirm the authorisation for a service that is not on this machine.",
)  # fmt: skip


def variation_option(command: Command) -> Command:
    """Add --variation, and its former name --hold-out, hidden."""
    return _apply(command, (_variation_option, _hold_out_option))


def plan_options(command: Command) -> Command:
    """Add the argument and options of `PlanOptions`, passed to the verb as one, `request`."""
    return _bundle(command, "request", PlanOptions, _PLAN)


def run_options(command: Command) -> Command:
    """Add the options of a verb that runs a plan: `language`, `toxiproxy`, `load`, `folder`.

    Those of `ProgressOptions` are passed as one argument, `progress`.
    """
    return _apply(
        command,
        (
            language_option,
            toxiproxy_options,
            lambda command: _bundle(command, "load", LoadOptions, _LOAD),
            folder_option,
            lambda command: _bundle(command, "progress", ProgressOptions, _PROGRESS),
        ),
    )


def toxiproxy_options(command: Command) -> Command:
    """Add the options of `ServerChoice`, passed to the verb as one argument, `toxiproxy`."""
    return _bundle(command, "toxiproxy", ServerChoice, _TOXIPROXY)


def _bundle(command: Command, name: str, kind: type, options: Sequence[Option]) -> Command:
    @functools.wraps(command)
    def wrapper(**values: Any) -> object:
        fields = {field: values.pop(field) for field in kind.__annotations__}
        return command(**values, **{name: kind(**fields)})

    return _apply(wrapper, options)


def _apply(command: Command, options: Sequence[Option]) -> Command:
    """Add options in the order in which the help lists them."""
    for option in reversed(options):
        command = option(command)
    return command


_TOXIPROXY = (
    click.option(
        "--toxiproxy", "url", metavar="URL", default=None, envvar="EPREUVE_TOXIPROXY",
        help="Toxiproxy server to use. Default: the one on PATH, else the embedded one.",
    ),
    click.option(
        "--toxiproxy-shared", "shared", is_flag=True, envvar="EPREUVE_TOXIPROXY_SHARED",
        help="Accept a server that already has proxies; they are not changed. Without this option, "
        "such a server is refused.",
    ),
)  # fmt: skip
_PLAN = (
    profile_argument,
    crisis_option,
    seed_option,
    scale_options,
    variation_option,
    click.option(
        "--at-most", type=Duration(), default=None, metavar="DURATION",
        help="Time allowed for the crisis, such as `10min`, without the pauses for open journeys. "
        "What does not fit is left out and listed; its criteria are inconclusive.",
    ),
    click.option(
        "--browser", is_flag=True,
        help="Load pages with this machine's headless Chromium, which runs scripts, instead of the "
        "HTML parser.",
    ),
    click.option(
        "--drill", is_flag=True,
        help="At the end, destroy and restore the storage with the commands of the profile's "
        "`drill:`. Data are lost: use a staging copy only.",
    ),
)  # fmt: skip
_LOAD = (
    click.option(
        "--processes", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
        help="Load processes on this machine; they share the users.",
    ),
    click.option(
        "--workers", type=click.IntRange(0, 256), default=0, metavar="N",
        help="Wait for N `epreuve worker` processes on this or other machines instead.",
    ),
    click.option(
        "--bind", default=ANY_WORKER, show_default=True, metavar="HOST:PORT",
        help="Address for workers, with --workers. Proxies listen on the same host.",
    ),
    click.option(
        "--locust-ui", type=click.IntRange(0, 65535), default=0, is_flag=False, flag_value=8089,
        metavar="[PORT]",
        help="Serve Locust's page on this machine. Default port: 8089.",
    ),
    yes_option,
)  # fmt: skip
_PROGRESS = (
    click.option("--quiet", is_flag=True, help="Print the result only."),
    click.option(
        "--json-events", is_flag=True,
        help="Report progress on stderr, one JSON object per line (docs/events.md).",
    ),
    click.option(
        "--metrics-port", type=click.IntRange(0, 65535), default=0, metavar="PORT",
        help="Serve Prometheus metrics on this port during the run. Default: 0, no metrics.",
    ),
    click.option(
        "--metrics-host", default="127.0.0.1", show_default=True, metavar="HOST",
        help="Address for the metrics. They name the service and its dependencies.",
    ),
    click.option("--label", default="", hidden=True, help="Prefix of each line of progress."),
)  # fmt: skip
