"""Time to write the site of a hundred runs, at most ten seconds. Run it as a script.

    python tests/benchmarks/bench_history.py [ASSESSMENT.JSON [RUNS]]

Every page is made anew: a run that wrote its own reports, as runs do, costs a copy only.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from epreuve.reports.site import write_site

GOLDEN = Path(__file__).parents[1] / "reports" / "golden" / "assessment.json"


def main(path: Path, count: int) -> None:
    """Print the seconds, the size of the site, and the memory."""
    assessment = read_assessment(path)
    with tempfile.TemporaryDirectory() as folder:
        nowhere, site = Path(folder) / "nowhere", Path(folder) / "site"
        runs = {f"run-{day:04d}": (nowhere, _on_day(assessment, day)) for day in range(count)}
        start, work = time.perf_counter(), time.process_time()
        write_site(runs, site)
        seconds, busy = time.perf_counter() - start, time.process_time() - work
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        index = (site / "index.fr.html").stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{count} runs: {seconds:.2f} s ({busy:.2f} s of CPU), {size / 1e6:.1f} MB, ", end="")
    print(f"index {index / 1000:.0f} kB, {memory:.0f} MB of memory")


def _on_day(assessment: Assessment, day: int) -> Assessment:
    started = f"2026-{1 + day // 28 % 12:02d}-{1 + day % 28:02d}T09:00:00+00:00"
    run = assessment.run.model_copy(update={"id": f"run-{day:04d}", "started": started})
    return assessment.model_copy(update={"run": run})


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN,
        int(sys.argv[2]) if len(sys.argv) > 2 else 100,
    )
