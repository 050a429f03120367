"""Play planted defects, four side by side, and print the table of docs/calibration.md.

    python -m tests.planted FOLDER [DEFECT…] [-- OPTION…]

Without a name, all defects are played. OPTION goes to `epreuve audit`; `--quick` by default.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.planted.defect import DEFECTS, PLAIN
from tests.planted.trial import compare, play

AT_ONCE = 4
HEADER = (
    "| defect | must fire | fired | knock-outs | anything unrelated fired |\n|---|---|---|---|---|"
)


def main(words: list[str]) -> None:
    """Play the named defects."""
    options, audit_options = _options(words)
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    defects = [one for one in DEFECTS if not options.defects or one.name in options.defects]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        audits = threads.map(lambda defect: play(defect, folder, *audit_options), [PLAIN, *defects])
        plain = next(audits)
        print(HEADER)
        for defect, audit in zip(defects, audits, strict=True):
            result = compare(defect, plain, audit)
            print(
                f"| {defect.name} | {defect.criterion or 'nothing'} "
                f"{' '.join(sorted(defect.knockouts))} | {'yes' if result.fired else '**no**'} "
                f"| {' '.join(sorted(result.knockouts)) or 'none'} "
                f"| {', '.join(result.unrelated) or 'no'} |",
                flush=True,
            )


def _options(words: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options, and those of `epreuve audit`."""
    end = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(
        prog="python -m tests.planted",
        description="Audit planted defects, four side by side; compare each with no defect.",
        epilog="Words after -- are options of `epreuve audit`. Default: --quick.",
    )
    parser.add_argument("folder", type=Path, help="folder of the runs")
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="default: all defects")
    options = parser.parse_args(words[:end])
    names = {defect.name for defect in DEFECTS}
    if unknown := sorted(set(options.defects) - names):
        parser.error(
            f"no such defect: {', '.join(unknown)}; choose from {', '.join(sorted(names))}"
        )
    return options, words[end + 1 :] or ["--quick"]


if __name__ == "__main__":
    main(sys.argv[1:])
