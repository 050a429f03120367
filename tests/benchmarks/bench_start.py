"""Start-up cost of `epreuve`. Run it as a script, on a quiet machine.

    python tests/benchmarks/bench_start.py [ROUNDS]

CPU of the whole process, the commands taking turns; medians. Goals: `--help` and `--version` at
most 70 ms above Python alone, `check` at most 250 ms.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PROFILE = Path(__file__).parents[2] / "audits" / "demo" / "sobre.yaml"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "epreuve --version": [str(BIN / "epreuve"), "--version"],
    "epreuve --help": [str(BIN / "epreuve"), "--help"],
    "epreuve check PROFILE": [str(BIN / "epreuve"), "check", str(PROFILE)],
    "epreuve plan PROFILE": [str(BIN / "epreuve"), "plan", str(PROFILE)],
    "pytest --version": [str(BIN / "pytest"), "--version"],
    "locust --version": [str(BIN / "locust"), "--version"],
}


def main(rounds: int) -> None:
    """Print a line for each command."""
    measures: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, words in COMMANDS.items():
            measures[name].append(cpu_and_clock(words))
    bare = statistics.median(cpu for cpu, _ in measures["python -c pass"])
    for name, costs in measures.items():
        cpu = statistics.median(cpu for cpu, _ in costs)
        clock = statistics.median(clock for _, clock in costs)
        print(f"{name:22} {cpu:4.0f} ms of CPU ({cpu - bare:+4.0f}), {clock:4.0f} on the clock")
    print(f"load average {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")


def cpu_and_clock(
    words: list[str], environment: dict[str, str] | None = None
) -> tuple[float, float]:
    """Return the CPU time and the elapsed time of a command, in milliseconds.

    Raises SystemExit for an exit code above 1, the code of a gate that is not met.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = subprocess.run(words, env=environment, capture_output=True)
    if result.returncode > 1:
        raise SystemExit(f"{' '.join(words)}: {result.stderr.decode()}")
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu * 1000, clock * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
