"""Comparison of the load with its peers: all parts by default.

    python tests/benchmarks/bench_load.py [a|b|c|d|e|f]

(a) a frozen service, (b) planned and started arrivals, (c) cost beside a bare FastHttpUser,
(d) waiting citizens, (e) a master with workers, (f) cost of evidence. Each prints the load of the
machine.
"""

import os
import sys

from bench_load_arrivals import arrivals, workers
from bench_load_cost import cost, crowd
from bench_load_freeze import freeze
from bench_load_recording import recording

PARTS = {"a": freeze, "b": arrivals, "c": cost, "d": crowd, "e": workers, "f": recording}


def main(wanted: list[str]) -> None:
    for part in wanted or PARTS:
        load = os.getloadavg()[0]
        print(
            f"({part}) {os.cpu_count()} cores, load average {load:.1f}, "
            f"Python {sys.version.split()[0]}",
            flush=True,
        )
        PARTS[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
