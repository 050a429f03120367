"""A custom Locust user as a step of a journey: one of its tasks, run as Locust would.

Written `- locust: file.py:ClassName`; the file is searched from the folder where the audit was
started. Locust's own rules apply: `on_start`, one task drawn by weight, `on_stop`. Its host is the
endpoint of the user's cohort, and the connection guard refuses any other. FastHttpUser and HttpUser
send the service's name as Host, and the headers of the user's browser, from the user's address.
"""

from collections.abc import Callable
from typing import Any

import gevent
import requests
from gevent.local import local
from locust import exception as signals
from locust.user.task import DefaultTaskSet
from locust.util.load_locustfile import load_locustfile

from epreuve.faults.loopback import usable_source
from epreuve.faults.message import message
from epreuve.probes.http.address import host_port_of
from epreuve.probes.http.browser_headers import own_headers
from epreuve.probes.http.failure import classify, describe_error
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.http.sender import Sender
from epreuve.probes.load.custom_source import connect_from
from epreuve.probes.load.plan import Endpoint
from epreuve.probes.load.subrequest import Report, SubRequest

_ENDS = (signals.StopUser, signals.InterruptTaskSet, signals.RescheduleTask)


class CustomUsers:
    """The user classes named by the journeys of a plan. Raises ValueError for a missing one."""

    def __init__(self, environment: Any, names: set[str], now: Callable[[], float]) -> None:
        self._environment, self._now = environment, now
        self._classes = {name: _load_class(name) for name in names}
        self._current = local()  # `report`: where the requests of this greenlet are reported
        environment.events.request.add_listener(self._on_request)

    def perform(
        self, name: str, endpoint: Endpoint, sender: Sender, limit: float, report: Report
    ) -> None:
        """Run one task of one user within `limit` seconds. Raises ExchangeError when it failed."""
        failed: list[SubRequest] = []

        def report_and_check(request: SubRequest) -> None:
            report(request)
            if request.outcome != "success":
                failed.append(request)

        patience = gevent.Timeout.start_new(limit)
        self._current.report = report_and_check
        try:
            self._run(name, endpoint, sender)
        except gevent.Timeout as timeout:
            if timeout is not patience:
                raise
            raise ExchangeError("gave up", message("no end in time")) from None
        except Exception as error:  # most often an assertion of its author
            raise ExchangeError("wrong content", describe_error(error)) from None
        finally:
            patience.close()
            self._current.report = None
        if failed:
            raise ExchangeError(failed[0].outcome, f"{failed[0].name}: {failed[0].detail}")

    def _run(self, name: str, endpoint: Endpoint, sender: Sender) -> None:
        base, secure = self._classes[name], endpoint.address.startswith("https:")
        headers = own_headers(sender, endpoint.authority, secure=secure)
        values = {"host": endpoint.address, "default_headers": headers, "abstract": True}
        user = type(base.__name__, (base,), values)(self._environment)
        client = getattr(user, "client", None)
        if isinstance(client, requests.Session):
            client.headers.update(headers)
        if source := usable_source(sender.source, host_port_of(endpoint.address)[0]):
            connect_from(client, source)
        try:
            user.on_start()
            tasks: Any = DefaultTaskSet(user)
            tasks.execute_task(tasks.get_next_task())
        except _ENDS:
            pass  # a Locust user raises these to end its task
        finally:
            user.on_stop()

    def _on_request(
        self, request_type: str, name: str, response_time: float, response_length: int | None,
        exception: Exception | None, response: Any = None, **_: object,
    ) -> None:  # fmt: skip
        report: Report | None = getattr(self._current, "report", None)
        if report is None:
            return
        now, status = self._now(), int(getattr(response, "status_code", 0) or 0)
        started = now - (response_time or 0.0) / 1000
        request = SubRequest(f"{request_type} {name}", started, started, now, "success", "", status)
        if exception is not None:
            failure = _failure(exception, status)
            request = request._replace(outcome=failure.outcome, detail=failure.detail)
        self._current.report = None  # the record of a request is published as an event too
        report(request._replace(size=response_length or 0))
        self._current.report = report


def _load_class(name: str) -> Any:
    path, _, class_name = name.rpartition(":")
    classes, *_ = load_locustfile(path)
    if class_name not in classes:
        raise ValueError(f"{path}: has no Locust user {class_name!r}; it has: {', '.join(classes)}")
    return classes[class_name]


def _failure(error: Exception, status: int) -> ExchangeError:
    if status >= 400:
        return ExchangeError("http error", message("status {status}", status=str(status)))
    if isinstance(error, signals.CatchResponseError):
        return ExchangeError("wrong content", str(error))
    root: BaseException = error
    while (cause := root.__cause__ or root.__context__) is not None:
        root = cause
    return classify(root if isinstance(root, Exception) else error, "first byte")
