"""The request of each try of a step, and the time at which the service wants the next."""

from urllib.parse import urlsplit

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.browser import Engine
from epreuve.probes.http.redirects import other_host
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.retry_after import BUSY, retry_after
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.reload import announced_reload
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.load.plan import Endpoint


class StepRequest:
    """Request of a step, until a page that reloads itself takes its place, as in a browser."""

    def __init__(
        self, step: Step, variables: Variables, endpoint: Endpoint, engine: Engine = "chromium"
    ) -> None:
        self.step = step
        self._variables = variables
        self._engine: Engine = engine
        self._origin = f"{urlsplit(endpoint.address).scheme}://{endpoint.authority}"
        self.is_sent_again = False  # an earlier try reached the service
        self._reload: HttpRequest | None = None
        self._sent: HttpRequest | None = None

    def next(self) -> HttpRequest:
        """Return the request of the next try. Raises PlaceholderError and ExchangeError."""
        self._sent = self._reload or compose(self.step, self._variables, self._engine)
        return self._sent

    def other_host(self, response: HttpResponse) -> str | None:
        """Return the `host:port` of another host to which a response leads its user."""
        return None if self._sent is None else other_host(response, self._sent, self._origin)

    def announced(self, response: HttpResponse, outcome: Outcome) -> float | None:
        """Return the seconds after which the service wants the next try, or None.

        A 429 or a 503 announces them with `Retry-After`. One of them without it, or a page with
        wrong content, may reload itself: the next try then loads the announced address.
        """
        if outcome not in ("wrong content", "http error"):
            return None
        seconds = retry_after(response)
        if seconds is not None or (outcome == "http error" and response.status not in BUSY):
            return seconds
        reload = announced_reload(response, self._origin)
        request = self._sent
        if reload is None or request is None:
            return None
        headers = {name: text for name, text in request.headers.items() if name != "Content-Type"}
        self._reload = request._replace(
            method="GET", target=reload.target, headers=headers, body=b""
        )
        return reload.seconds
