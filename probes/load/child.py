"""The load process: `python -m epreuve.probes.load.child PLAN DESCRIPTOR [UI]`, started by `Load`.

It reads the plan, runs it inside Locust and writes rows to the pipe. It writes no file.
"""

import locust  # noqa: F401  # isort: skip  (it patches sockets, so it is imported first)

import sys
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from locust.env import Environment

from epreuve.probes.load.connection_guard import guard_connections
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user, exit_process
from epreuve.probes.load.health import watch
from epreuve.probes.load.parent import ParentProcess, allow_many_files
from epreuve.probes.load.plan import LoadPlan


def main(path: str, descriptor: int, ui: int = 0) -> None:
    """Run a plan to its end; `ui` is the port of Locust's own page, 0 for none."""
    plan = LoadPlan.from_json(Path(path).read_text())
    allow_many_files()
    parent, ended = ParentProcess(descriptor), Event()
    environment: Any = Environment()
    dispatch = Dispatch(plan, parent.batch.add, environment, publishes=ui > 0)
    environment.user_classes = [dispatch_user(lambda: dispatch, ended.set)]
    runner = environment.create_local_runner()
    if ui:
        environment.create_web_ui("127.0.0.1", ui)
    guard_connections(plan)
    dispatch.zero = parent.wait_zero(plan.zero)
    parent.follow(dispatch.stop, dispatch.resume)
    gevent.spawn(watch, dispatch, parent.batch.add)
    runner.start(1, spawn_rate=1)
    ended.wait()
    parent.close()
    exit_process(0)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
