"""Options of time compression: one of --scale, --quick and --full."""

import functools
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.planning.scale import FULL, QUICK, USUAL

_SCALE = click.option(
    "--scale", type=click.FloatRange(min=1.0), default=USUAL, show_default=True,
    help="Time compression: seconds of the crisis per second of the run. Boot times, time-outs "
    "and latencies are never compressed.",
)  # fmt: skip
_QUICK = click.option(
    "--quick", is_flag=True,
    help="Shortest run that can judge this service, six to twelve minutes at 15 journeys/min "
    f"(--scale {QUICK:g}).",
)  # fmt: skip
_FULL = click.option(
    "--full", is_flag=True,
    help=f"Run without time compression, over an hour (--scale {FULL:g}).",
)  # fmt: skip


def scale_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options of time compression, passed to the verb as one argument, `scale`."""

    @functools.wraps(command)
    def wrapper(*, scale: float, quick: bool, full: bool, **values: Any) -> object:
        typed = click.get_current_context().get_parameter_source("scale")
        if quick + full + (typed is not ParameterSource.DEFAULT) > 1:
            raise Misuse(translate("choose one of --quick, --full and --scale"))
        return command(**values, scale=QUICK if quick else FULL if full else scale)

    return _SCALE(_QUICK(_FULL(wrapper)))
