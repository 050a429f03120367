"""Audit real services and compare the verdicts with the truth: `python -m tests.field --help`."""

import argparse
import json
import sys
from pathlib import Path

from tests.field import by_hand, ranking, summary
from tests.field.bench import alone, install_and_play
from tests.field.evidence import RunFiles
from tests.field.judgement import judge
from tests.field.service import VARIANTS, Service, services
from tests.field.trial import Trial


def main() -> int:
    """Play the audits. Returns 0 when every verdict agrees with the truth, 1 otherwise."""
    options = _options()
    trials = _trials(options)
    with alone():
        if options.run:
            runs = [_finished(options.run)]
        else:
            runs = install_and_play(trials, options.at_once)
        results = [
            judge(trial, *run, _sight(trial.service))
            for trial, run in zip(trials, runs, strict=True)
        ]
    print(summary.render(results))
    print(ranking.render(ranking.expected_order(), results))
    return 0 if all(result.is_true for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.field", description=__doc__)
    known = services()
    parser.add_argument("--service", default="all", choices=["all", *known])
    parser.add_argument("--variant", default="plain", choices=VARIANTS)
    parser.add_argument("--rate", type=int, default=15, help="normal peak, in journeys per minute")
    parser.add_argument("--scale", default="quick", help="quick, default or a number")
    parser.add_argument("--seeds", default="1", help="seeds, separated by commas")
    parser.add_argument(
        "--at-once", type=int, default=1, metavar="N",
        help="audits side by side, each in a network namespace of its own (root; default: 1)",
    )  # fmt: skip
    parser.add_argument("--run", type=Path, help="compare this finished run, without a new audit")
    options = parser.parse_args()
    if options.run and options.service == "all":
        parser.error("--run needs --service")
    return options


def _trials(options: argparse.Namespace) -> list[Trial]:
    known = services()
    chosen = list(known.values()) if options.service == "all" else [known[options.service]]
    seeds = [int(seed) for seed in options.seeds.split(",")][: 1 if options.run else None]
    return [
        Trial(service, options.variant, options.rate, options.scale, seed)
        for service in chosen
        for seed in seeds
    ]


def _finished(folder: Path) -> tuple[Path, int]:
    return folder, (RunFiles(folder).bench or {"exit": 0})["exit"]


def _sight(service: Service) -> by_hand.Sight:
    """Return what a person sees by hand; the first time, play it."""
    file = by_hand.file_of(service)
    if file.is_file():
        return by_hand.Sight(json.loads(file.read_text()))
    print(f"visiting {service.name} by hand, each dependency silent in turn", flush=True)
    return by_hand.look(service)


if __name__ == "__main__":
    sys.exit(main())
