"""Play planted defects, four side by side, and print the table of docs/calibration.md.

    python -m tests.planted FOLDER [DEFECT…] [-- OPTION…]

Without a name, all defects are played. OPTION goes to `epreuve audit`; `--quick` by default.
"""

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
    names, _, options = " ".join(words).partition(" -- ")
    place, *chosen = names.split()
    folder, asked = Path(place), options.split() or ["--quick"]
    folder.mkdir(parents=True, exist_ok=True)
    defects = [defect for defect in DEFECTS if not chosen or defect.name in chosen]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        audits = threads.map(lambda defect: play(defect, folder, *asked), [PLAIN, *defects])
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


if __name__ == "__main__":
    main(sys.argv[1:])
