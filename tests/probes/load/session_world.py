"""A virtual clock and a scripted service, for sessions without network."""

from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.guidance import Guidance
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, Retries
from epreuve.probes.load.session import SessionContext, UserSession

FORM = '<input name="token" value="t&amp;9">'
JOURNEY = Journey.model_validate(
    {
        "steps": [
            {"get": "/", "capture": {"token": 'value="([^"]+)"'}, "timeout": 3},
            {
                "post": "/acte",
                "name": "déposer",
                "form": {"nom": "{citizen.name}", "token": "{token}"},
                "capture": {"receipt": r"n° (\w+)"},
                "think": 2,
            },
        ],
        "acknowledged_by": "receipt",
    }
)
ONE_STEP = Journey.model_validate({"steps": [{"get": "/"}]})
Reply = HttpResponse | ExchangeError


def page(text: str, status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(status, {"content-type": "text/html", **headers}, text.encode(), len(text))


class World:
    """A virtual clock and a scripted service: each reply takes one second."""

    def __init__(
        self,
        *replies: Reply,
        retries: Retries | None = None,
        patience: float = 7,
        journey: Journey = JOURNEY,
    ) -> None:
        self.time = 10.5
        self.replies = list(replies)
        self.calls: list[HttpRequest] = []
        self.limits: list[float] = []
        self.slept: list[float] = []
        self.rows: list[Row] = []
        endpoints = {
            "ville": Endpoint("http://127.0.0.1:1", "guichet", patience),
            "no-network": Endpoint("", "", patience, False),
        }
        self.context = SessionContext(
            42, {"acte": journey}, endpoints, retries or Retries(), Guidance(),
            lambda: self.time, self.sleep, self.rows.append, set(),
        )  # fmt: skip

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def fetch(self, call: HttpRequest, limit: float, follow: bool) -> HttpResponse:
        self.calls.append(call)
        self.limits.append(limit)
        self.time += 1
        reply = self.replies.pop(0)
        if isinstance(reply, ExchangeError):
            raise reply
        return reply

    def run(self, cohort: str = "ville", number: int = 3) -> UserSession:
        session = UserSession(self.context, Arrival(number, 10.0, "acte", cohort), self.fetch)
        session.run()
        return session

    @property
    def requests(self) -> list[Request]:
        return [row for row in self.rows if isinstance(row, Request)]

    @property
    def attempt(self) -> Attempt:
        (attempt,) = [row for row in self.rows if isinstance(row, Attempt)]
        return attempt
