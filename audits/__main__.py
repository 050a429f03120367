"""Entry point of `epreuve`: an interrupt during the imports ends in one line too."""

import sys


def main() -> None:
    """Import the command line and run it; the process ends with a documented exit code."""
    try:
        from epreuve.audits.cli.shared.group import main as run

        run()
    except KeyboardInterrupt:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(3)  # EXIT_NOT_MEASURED, whose module may not be imported yet


if __name__ == "__main__":
    main()
