"""Entry point of `epreuve`. An interrupt during the imports also ends with one line."""

import sys


def main() -> None:
    """Import and run the command line. The process exits with a documented code."""
    try:
        from epreuve.audits.cli.shared.group import main as run

        run()
    except KeyboardInterrupt:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(3)  # EXIT_NOT_MEASURED: its module may not be imported yet


if __name__ == "__main__":
    main()
