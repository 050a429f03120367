"""The first lines of `epreuve`: an interrupt while Python still imports is told in one line too."""

import sys


def main() -> None:
    """Import the command line, and run it; it ends by itself, with a documented code."""
    try:
        from epreuve.audits.cli import main as run

        run()
    except KeyboardInterrupt:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(3)  # EXIT_NOT_MEASURED, whose module may not be imported yet
