"""Play planted defects one after the other, and print the table of docs/calibration.md.

    python -m tests.planted FOLDER [DEFECT…] [-- OPTION…]

Without a name, all defects are played. OPTION goes to `epreuve audit`; `--quick` by default.
"""

import sys
from pathlib import Path

from tests.planted.defect import DEFECTS, PLAIN
from tests.planted.trial import compare, play

HEADER = (
    "| defect | must fire | fired | knock-outs | anything unrelated fired |\n|---|---|---|---|---|"
)


def main(words: list[str]) -> None:
    """Play the named defects."""
    names, _, options = " ".join(words).partition(" -- ")
    place, *chosen = names.split()
    folder, asked = Path(place), options.split() or ["--quick"]
    folder.mkdir(parents=True, exist_ok=True)
    plain = play(PLAIN, folder, *asked)
    print(HEADER)
    for defect in DEFECTS:
        if not chosen or defect.name in chosen:
            result = compare(defect, plain, play(defect, folder, *asked))
            print(
                f"| {defect.name} | {defect.criterion or 'nothing'} "
                f"{' '.join(sorted(defect.knockouts))} | {'yes' if result.fired else '**no**'} "
                f"| {' '.join(sorted(result.knockouts)) or 'none'} "
                f"| {', '.join(result.unrelated) or 'no'} |",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
