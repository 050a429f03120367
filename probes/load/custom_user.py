"""Somebody's own Locust user as a step of a journey: one of its tasks, as Locust would run it.

`- locust: file.py:ClassName`, the file found from where the audit is started. The class is as it
is for Locust: `on_start`, one task drawn by weight, `on_stop`. Its host is the door of the
citizen's cohort; the fence keeps its requests there; the service's name is sent as Host by
FastHttpUser and HttpUser.
"""

from collections.abc import Callable
from typing import Any

import gevent
import requests
from gevent.local import local
from locust import exception as signals
from locust.user.task import DefaultTaskSet
from locust.util.load_locustfile import load_locustfile

from epreuve.probes.http.response import ExchangeError
from epreuve.probes.load.line import failure
from epreuve.probes.load.plan import Endpoint
from epreuve.probes.load.subrequest import SubRequest

Tell = Callable[[SubRequest], None]
_ENDS = (signals.StopUser, signals.InterruptTaskSet, signals.RescheduleTask)


class CustomUsers:
    """The classes that the journeys of a plan name. Raises ValueError for one that is not there."""

    def __init__(self, environment: Any, names: set[str], now: Callable[[], float]) -> None:
        self._environment, self._now = environment, now
        self._classes = {name: _class(name) for name in names}
        self._here = local()  # who hears of the requests of this greenlet
        environment.events.request.add_listener(self._hear)

    def perform(self, name: str, door: Endpoint, limit: float, tell: Tell) -> None:
        """One task of one user within `limit` seconds; raises ExchangeError when it failed."""
        failed: list[SubRequest] = []

        def heard(part: SubRequest) -> None:
            tell(part)
            if part.outcome != "success":
                failed.append(part)

        patience = gevent.Timeout.start_new(limit)
        self._here.tell = heard
        try:
            self._run(name, door)
        except gevent.Timeout as timeout:
            if timeout is not patience:
                raise
            raise ExchangeError("gave up", f"no end in {limit:g} s") from None
        except Exception as error:  # what its author left unsaid: an assertion, most often
            raise ExchangeError("wrong content", repr(error)) from None
        finally:
            patience.close()
            self._here.tell = None
        if failed:
            raise ExchangeError(failed[0].outcome, f"{failed[0].name}: {failed[0].detail}")

    def _run(self, name: str, door: Endpoint) -> None:
        kind = self._classes[name]
        user = type(
            kind.__name__, (kind,),
            {"host": door.address, "default_headers": {"Host": door.authority}, "abstract": True},
        )(self._environment)  # fmt: skip
        if isinstance(getattr(user, "client", None), requests.Session):
            user.client.headers["Host"] = door.authority
        try:
            user.on_start()
            tasks: Any = DefaultTaskSet(user)
            tasks.execute_task(tasks.get_next_task())
        except _ENDS:
            pass  # how a Locust user says that it has done enough
        finally:
            user.on_stop()

    def _hear(
        self, request_type: str, name: str, response_time: float, response_length: int | None,
        exception: Exception | None, response: Any = None, **_: object,
    ) -> None:  # fmt: skip
        tell: Tell | None = getattr(self._here, "tell", None)
        if tell is None:
            return
        now, status = self._now(), int(getattr(response, "status_code", 0) or 0)
        begun = now - (response_time or 0.0) / 1000
        seen = SubRequest(f"{request_type} {name}", begun, begun, now, "success", "", status)
        if exception is not None:
            why = _why(exception, status)
            seen = seen._replace(outcome=why.outcome, detail=why.detail)
        self._here.tell = None  # what is told of it is an event too
        tell(seen._replace(size=response_length or 0))
        self._here.tell = tell


def _class(name: str) -> Any:
    path, _, wanted = name.rpartition(":")
    found, *_ = load_locustfile(path)
    if wanted not in found:
        raise ValueError(f"{path}: has no Locust user {wanted!r}; it has: {', '.join(found)}")
    return found[wanted]


def _why(error: Exception, status: int) -> ExchangeError:
    if status >= 400:
        return ExchangeError("http error", f"status {status}")
    if isinstance(error, signals.CatchResponseError):
        return ExchangeError("wrong content", str(error))
    root: BaseException = error
    while (cause := root.__cause__ or root.__context__) is not None:
        root = cause
    return failure(root if isinstance(root, Exception) else error, "first byte")
