"""The one Locust user, who sends all the citizens."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import gevent
import locust

from epreuve.probes.load.dispatch import Dispatch


def dispatch_user(dispatch: Callable[[], Dispatch], done: Callable[[], None]) -> type[locust.User]:
    """Its class. `dispatch` waits for the time to begin; `done` hears of the end, once."""

    def send(environment: Any) -> None:
        try:
            found = dispatch()
            if found.begun:  # Locust may spawn its user again: nobody comes twice
                return
            environment.events.test_stop.add_listener(lambda **_: found.stop())
            found.run()
        except Exception:  # Locust would log it and send everybody again
            traceback.print_exc()
            exit_process(1)
        done()

    class Everyone(locust.User):
        @locust.task
        def all(self) -> None:
            # In a greenlet of its own: Locust kills this one when somebody presses Stop.
            gevent.spawn(send, self.environment).join()
            gevent.sleep(float("inf"))  # Locust would call again

    return Everyone


def exit_process(code: int) -> Any:
    """End the process: thousands of citizens may wait for an answer, do not unwind them."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
