"""`epreuve`: group of the verbs. Each verb is one step from a profile to a report.

Exit codes: see `epreuve.audits.errors`.
"""

import gc
import importlib
import pkgutil
import re
import signal
import sys
from types import FrameType
from typing import Any

import click

from epreuve.audits import VERSION, cli
from epreuve.audits.cli.shared.error_language import ErrorLanguage
from epreuve.audits.cli.shared.french_help import (
    help_in_french,
    is_french,
    sentence,
    set_language,
)
from epreuve.audits.errors import EXIT_HARNESS, EXIT_MISUSE, EXIT_NOT_MEASURED, EpreuveError
from epreuve.faults.errors import PluginUnusable
from epreuve.reports.language import LANGUAGES

SENTENCE = 300  # maximum length of the help of a verb in the list
_DOCSTRING = re.compile(r'^def command\(.*?"""(.+?)(?:\n\n|""")', re.DOTALL | re.MULTILINE)


class _Verbs(click.Group):
    """Group of the verbs. Each module of `epreuve.audits.cli` is a verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs, sorted."""
        modules = pkgutil.iter_modules(cli.__path__)
        return sorted(module.name for module in modules if not module.ispkg)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb and return it, None for an unknown name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{cli.__name__}.{cmd_name}")
        gc.freeze()  # what is imported lives until the end
        gc.enable()
        command: click.Command = module.command
        return help_in_french(command, _source(cmd_name)) if is_french() else command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs with their whole first sentence; click shortens it."""
        with formatter.section(sentence("Commands")):
            formatter.write_dl([(name, _sentence(name)) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb as click does. An unknown name gives a suggestion."""
        import difflib  # late: it would slow down --help

        near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
        if args[0] not in self.list_commands(ctx) and near:
            unknown = sentence("No such command {name!r}.").format(name=args[0])
            nearest = sentence("Did you mean {possibility}?").format(possibility=repr(near[0]))
            ctx.fail(f"{unknown} {nearest}")
        return super().resolve_command(ctx, args)


def _sentence(verb: str) -> str:
    """Return the help of a verb from its source: importing all verbs is slow."""
    source = _source(verb)
    docstring = _DOCSTRING.search(source)
    command = click.Command(verb, help=docstring and docstring[1])
    if is_french():
        command = help_in_french(command, source)
    return command.get_short_help_str(SENTENCE)


def _source(verb: str) -> str:
    return (pkgutil.get_data(cli.__name__, f"{verb}.py") or b"").decode()


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="epreuve", message="%(prog)s %(version)s")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False,
    help="Language of the messages. Default: French with a French locale, else English.",
)  # fmt: skip
def epreuve() -> None:
    """Test a public digital service in a simulated crisis and score it, with evidence.

    \b
    First steps:
      epreuve doctor              check this machine
      epreuve demo                compare two suppliers of one service (about 10 minutes)
      epreuve init URL            draft a profile from a running service
      epreuve check PROFILE       check a profile
      epreuve rehearse PROFILE    play each journey once, in calm
      epreuve plan PROFILE        show the timeline of a run, without running it
      epreuve audit PROFILE       run the crisis and write the reports

    \b
    Exit codes:
      0  the gate is met              3  not measurable
      1  below a threshold            4  worse than the baseline
      2  misuse, nothing contacted    5  stopped for safety
                                      6  the harness or its Toxiproxy failed

    \b
    Completion: add to ~/.bashrc (or use zsh_source, fish_source):
      eval "$(_EPREUVE_COMPLETE=bash_source epreuve)"
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit with a documented code."""
    signal.signal(signal.SIGTERM, _interrupt)
    settings = ErrorLanguage(sys.argv[1:] if arguments is None else arguments)
    set_language(settings.language)
    program = help_in_french(epreuve, "") if is_french() else epreuve
    try:
        code = program.main(arguments, prog_name="epreuve", standalone_mode=False, obj=settings)
        sys.exit(code if isinstance(code, int) else 0)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _show(KeyboardInterrupt(), settings)
        sys.exit(EXIT_NOT_MEASURED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_MISUSE)
    except EpreuveError as error:
        _show(error, settings)
        sys.exit(error.exit_code)
    except PluginUnusable as error:  # raised by the import of a verb, where no flow can catch it
        _show(error, settings)
        sys.exit(EXIT_MISUSE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_NOT_MEASURED)
    except Exception as error:  # Python would exit with 1, the code of a gate that is not passed
        if KeyboardInterrupt.__name__ in str(error):  # pydantic wraps what its serializers raise
            _show(KeyboardInterrupt(), settings)
            sys.exit(EXIT_NOT_MEASURED)
        import traceback  # late: it would slow down --help

        traceback.print_exc()
        _show(error, settings)
        sys.exit(EXIT_HARNESS)


def _show(error: BaseException, settings: ErrorLanguage) -> None:
    """Write an error to stderr in the language of the command."""
    from epreuve.audits.cli.shared.failure import failure  # late: it would slow down --help

    print(f"epreuve: {failure(error).of(settings.language)}", file=sys.stderr)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Treat SIGTERM like Ctrl-C, so that faults are healed and evidence is kept."""
    raise KeyboardInterrupt
