"""Locustfile of a run: `EPREUVE_LOAD_PLAN=runs/…/load.json locust -f …/locustfile.py`.

It runs the load plan of a run folder, with its open arrivals, in Locust's own page and reports.
The endpoints of its cohorts must respond: put the service there, or edit `cohorts` in the file. The
plan starts with the test, without the pauses at its barriers. One user sends everybody, whatever
the number of users, and Locust counts each request. No evidence is written.
"""

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import locust

from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user
from epreuve.probes.load.plan import LEAD, LoadPlan


def _plan() -> LoadPlan:
    path = os.environ.get("EPREUVE_LOAD_PLAN", "")
    if not path:
        raise SystemExit("EPREUVE_LOAD_PLAN is not set; set it to the load.json of a run folder")
    plan = LoadPlan.from_json(Path(path).read_text())
    return replace(plan, barriers=())  # without a harness, no message resumes them


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
    """Quit as at the end of a test's time, so that Locust writes its reports."""
    _environment[-1].runner.quit()


class Citizens(dispatch_user(_dispatch, _end)):  # type: ignore[misc]
    """All users of a plan."""

    fixed_count = 1
