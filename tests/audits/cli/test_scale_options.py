"""Options of time compression: one of --quick, --full and --scale."""

from itertools import permutations

import click
import pytest
from click.testing import CliRunner

from epreuve.audits.cli.shared.error_language import ErrorLanguage
from epreuve.audits.cli.shared.scale_options import scale_options
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.planning.scale import FULL, QUICK, USUAL


@click.command()
@scale_options
def verb(scale: float) -> None:
    """Print the scale."""
    click.echo(scale)


def scale_of(*options: str) -> float:
    result = CliRunner().invoke(verb, options, obj=ErrorLanguage())
    if result.exception is not None:
        raise result.exception
    return float(result.output)


@pytest.mark.parametrize(
    ("options", "scale"),
    [((), USUAL), (("--scale", "7"), 7), (("--quick",), QUICK), (("--full",), FULL)],
)
def test_an_option_gives_the_scale(options: tuple[str, ...], scale: float) -> None:
    assert scale_of(*options) == scale


@pytest.mark.parametrize("pair", list(permutations(["--quick", "--full", "--scale=5"], 2)))
def test_two_options_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(Misuse) as raised:
        scale_of(*pair)
    text = error_text(raised.value)
    assert text.en == "choose one of --quick, --full and --scale"
    assert text.fr == "choisissez --quick, --full ou --scale, un seul des trois"
