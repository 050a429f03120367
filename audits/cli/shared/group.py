"""`epreuve`: the verbs are the arrows of the data, from a profile to a report.

Exit codes: see `epreuve.audits.errors`.
"""

import importlib
import pkgutil
import re
import signal
import sys
from types import FrameType
from typing import Any

import click

from epreuve.audits import VERSION, cli
from epreuve.audits.errors import EXIT_HARNESS, EXIT_MISUSE, EXIT_NOT_MEASURED, EpreuveError

SENTENCE = 300  # characters of help a verb, at most
_DOCSTRING = re.compile(r'^def command\(.*?"""(.+?)(?:\n\n|""")', re.DOTALL | re.MULTILINE)


class _Verbs(click.Group):
    """Group of the verbs: the modules of `epreuve.audits.cli`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the verbs."""
        modules = pkgutil.iter_modules(cli.__path__)
        return sorted(module.name for module in modules if not module.ispkg)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{cli.__name__}.{cmd_name}")
        return module.command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Click's own, with the whole first sentence of each verb."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, _sentence(name)) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Click's own, with a "did you mean"."""
        import difflib

        near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
        if args[0] not in self.list_commands(ctx) and near:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


def _sentence(verb: str) -> str:
    """What a verb says it does, read in its source: to import them all is a third of `--help`."""
    source = pkgutil.get_data(cli.__name__, f"{verb}.py") or b""
    told = _DOCSTRING.search(source.decode())
    return click.Command(verb, help=told and told[1]).get_short_help_str(SENTENCE)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="epreuve", message="%(prog)s %(version)s")
def epreuve() -> None:
    """Put a public digital service through a simulated crisis; see, with evidence, how it holds.

    \b
    First steps:
      epreuve doctor              what this machine has, and what that allows
      epreuve demo                two suppliers of one service, side by side (4 minutes)
      epreuve init URL            draft a profile from a running service
      epreuve check PROFILE       is this profile right?
      epreuve plan PROFILE        what would be done, and when; touches nothing
      epreuve audit PROFILE       do it, and write the reports

    \b
    Exit codes:
      0  the gate is met              3  it could not be measured
      1  below the line               4  worse than the baseline
      2  misuse, nothing touched      5  stopped for safety
                                      6  the harness or its Toxiproxy failed

    \b
    Completion, in ~/.bashrc (zsh_source and fish_source too):
      eval "$(_EPREUVE_COMPLETE=bash_source epreuve)"
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; ends with a documented code. A traceback is a bug of ours."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = epreuve.main(args=arguments, prog_name="epreuve", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(EXIT_NOT_MEASURED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_MISUSE)
    except EpreuveError as error:
        print(f"epreuve: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(EXIT_NOT_MEASURED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_NOT_MEASURED)
    except Exception:  # Python would end with 1, which says that the gate is not met
        import traceback

        traceback.print_exc()
        print("epreuve: this is a bug of ours, please report it", file=sys.stderr)
        sys.exit(EXIT_HARNESS)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """A polite kill heals and keeps what was seen, as Ctrl-C does."""
    raise KeyboardInterrupt
