"""The single Locust user, which runs the whole dispatch."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import gevent
import locust

from epreuve.probes.load.dispatch import Dispatch


def dispatch_user(
    get_dispatch: Callable[[], Dispatch], done: Callable[[], None]
) -> type[locust.User]:
    """Make its class. `get_dispatch` waits for the start; `done` is called once, at the end."""

    def run(environment: Any) -> None:
        try:
            dispatch = get_dispatch()
            if dispatch.is_started:  # Locust may spawn its user again: no user is sent twice
                return
            environment.events.test_stop.add_listener(lambda **_: dispatch.stop())
            dispatch.run()
        except Exception:  # Locust would log it and start again
            traceback.print_exc()
            exit_process(1)
        done()

    class DispatchUser(locust.User):
        @locust.task
        def run_all(self) -> None:
            # In a greenlet of its own: Locust kills this one at a press on Stop.
            gevent.spawn(run, self.environment).join()
            gevent.sleep(float("inf"))  # Locust would call again

    return DispatchUser


def exit_process(code: int) -> Any:
    """End the process without unwinding thousands of sessions that wait for a response."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
