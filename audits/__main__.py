"""Entry point of `epreuve`. An interrupt during the imports also ends with one line."""

import gc
import sys

COLLECTION = 10_000  # objects between two garbage collections; Python's 700 costs 5 % of the time


def main() -> None:
    """Import and run the command line. The process exits with a documented code."""
    gc.disable()  # imports make no garbage; the group of the verbs enables it when they are done
    gc.set_threshold(COLLECTION)
    try:
        from epreuve.audits.cli.shared.group import main as run

        run()
    except KeyboardInterrupt:
        print("epreuve: interrupted", file=sys.stderr)
        sys.exit(3)  # EXIT_NOT_MEASURED: its module may not be imported yet


if __name__ == "__main__":
    main()
