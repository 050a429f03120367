"""For those who know Locust: `EPREUVE_LOAD_PLAN=runs/…/load.json locust -f …/locustfile.py`.

The plan of a run (its folder keeps it), with its open arrivals, in Locust's own page and reports:
the doors of its cohorts must answer, so put the service there or edit `cohorts` in the file. The
plan begins when a test is started; one user sends everybody, however many users are asked for, and
Locust sees one request for each of theirs. Nothing is written to evidence.
"""

import os
import time
from pathlib import Path
from typing import Any

import locust

from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user
from epreuve.probes.load.plan import LoadPlan

LEAD = 0.2  # seconds


def _plan() -> LoadPlan:
    path = os.environ.get("EPREUVE_LOAD_PLAN", "")
    if not path:
        raise SystemExit("EPREUVE_LOAD_PLAN is not set; give the load.json of a run's folder")
    return LoadPlan.from_json(Path(path).read_text())


_environment: list[Any] = []


@locust.events.init.add_listener  # type: ignore[untyped-decorator]
def _remember(environment: Any, **_: object) -> None:
    _environment.append(environment)


def _dispatch() -> Dispatch:
    environment = _environment[-1]
    dispatch = Dispatch(_plan(), lambda row: None, environment)
    dispatch.zero = time.monotonic() + LEAD
    return dispatch


def _end() -> None:
    """As at the end of a test's time, so that Locust writes its reports."""
    _environment[-1].runner.quit()


class Citizens(dispatch_user(_dispatch, _end)):  # type: ignore[misc]
    """All the citizens of a plan."""

    fixed_count = 1
