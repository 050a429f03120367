"""CPU of commands in two checkouts, by turns. Run it as a script.

    python tests/benchmarks/bench_versions.py OLD_CHECKOUT OLD_RUN NEW_CHECKOUT NEW_RUN [ROUNDS]

A run is a run folder that its checkout can assess. Each round executes every command in both
checkouts, in alternating order, with compiled bytecode. Goal: no ratio over 1.05.
"""

import os
import statistics
import sys
from pathlib import Path
from typing import NamedTuple

from bench_start import cpu_and_clock

BIN = Path(sys.executable).parent / "epreuve"


class Side(NamedTuple):
    """One checkout, and the folder of a run that it can assess."""

    checkout: Path
    run: Path

    def cost(self, name: str) -> float:
        """Return the CPU of a command, in milliseconds."""
        words = [sys.executable, str(BIN), *self.commands()[name]]
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return cpu_and_clock(words, {**kept, "PYTHONPATH": str(self.checkout / ".links")})[0]

    def commands(self) -> dict[str, list[str]]:
        """Return the arguments of each command."""
        profile = str(self.checkout / "audits" / "demo" / "sobre.yaml")
        return {
            "--help": ["--help"],
            "check": ["check", profile],
            "plan": ["plan", profile, "--seed", "7"],
            "assess": ["assess", str(self.run), "--lang", "en"],
        }


def main(old: Side, new: Side, rounds: int) -> None:
    """Print one line for each command."""
    names = list(old.commands())
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for turn in range(-1, rounds):  # the first turn writes the bytecode and does not count
        for name in names:
            sides = (old, new) if turn % 2 else (new, old)
            cost = {side: side.cost(name) for side in sides}
            if turn >= 0:
                costs[name].append((cost[old], cost[new]))
    for name, pairs in costs.items():
        ratios = sorted(after / before for before, after in pairs)
        before, after = (statistics.median(column) for column in zip(*pairs, strict=True))
        quartiles = ratios[len(ratios) // 4], ratios[len(ratios) * 3 // 4]
        print(
            f"{name:8} {before:4.0f} ms, {after:4.0f} ms: ratio {statistics.median(ratios):.3f} "
            f"({quartiles[0]:.2f} to {quartiles[1]:.2f})"
        )
    print(f"{rounds} pairs, load average {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    checkouts = [Path(word).resolve() for word in sys.argv[1:5]]
    main(Side(*checkouts[:2]), Side(*checkouts[2:]), int((*sys.argv[5:], "15")[0]))
