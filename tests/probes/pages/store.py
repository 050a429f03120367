"""A service in memory, reached without a network: submissions by number, and its faults."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from epreuve.probes.evidence.records import Attempt, Outcome
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.last_page import keep_page
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Steps
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import Verdict, judge

SEED = 42
FORM = '<title>Town</title><form>{text}<input name="author"></form>'
JOURNEY = Journey.model_validate(
    {
        "steps": [
            {"get": "/request", "expect": {"css": "form"}},
            {
                "post": "/request",
                "form": {"author": "{citizen.name}", "subject": "Street light out"},
                "capture": {"receipt": 'name="number" value="([^"]+)"'},
            },
        ],
        "acknowledged_by": "receipt",
        "verify": [{"get": "/request/{receipt}", "expect": {"contains": "{citizen.name}"}}],
        "unique": [
            {
                "get": "/by?name={citizen.name}",
                "expect": {"count": {"pattern": r"request \w+", "at_least": 1, "at_most": 1}},
            }
        ],
    }
)

Answer = tuple[int, str] | tuple[int, str, dict[str, str]]
Change = Callable[[str, HttpRequest], Answer | Outcome | None]


def citizen(number: int) -> Citizen:
    return Citizen(SEED, number)


def html(status: int, body: str, headers: dict[str, str] | None = None) -> HttpResponse:
    data = body.encode()
    return HttpResponse(status, {"content-type": "text/html", **(headers or {})}, data, len(data))


class Store:
    """Responds as the small service of a town does: 200 also for a number that does not exist.

    `change` may respond to a path instead: a status and a page, or a failure of the network.
    """

    def __init__(self, change: Change = lambda path, request: None) -> None:
        self.kept: dict[str, str] = {}
        self.number = 0
        self.asked: list[str] = []
        self.change = change

    def submit(self, name: str) -> str:
        self.number += 1
        self.kept[str(self.number)] = name
        return str(self.number)

    def is_unknown(self, path: str) -> bool:
        """Return whether a path is that of a request which the service does not have."""
        return path.startswith("/request/") and path.removeprefix("/request/") not in self.kept

    def lose_all(self) -> None:
        """Cut the power of a service that keeps everything in memory."""
        self.kept, self.number = {}, 0

    def run(
        self, steps: Steps, captured: dict[str, str], citizen: Citizen, limit: float
    ) -> SessionResult:
        """Run steps as a session does, in no time."""
        variables, cookies = Variables(citizen, dict(captured)), CookieJar()
        responses: list[HttpResponse] = []
        outcome: Outcome = "success"
        label = detail = ""
        succeeded = 0
        for step in steps:
            label = step.label
            try:
                request = compose(step, variables)
                response = follow_redirects(self._answer, request, cookies, "http://town")
                responses.append(response)
                outcome, detail, values = judge(step, response, variables)
                variables.captured.update(values)
                keep_page(step, response, Verdict(outcome, detail, values), variables)
            except ExchangeError as failure:
                outcome, detail = failure.outcome, failure.detail
            except PlaceholderError as mistake:
                outcome, detail = "error", str(mistake)
            if outcome != "success":
                break
            succeeded += 1
        captured = variables.captured
        return SessionResult(outcome, label, detail, captured, tuple(responses), succeeded)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        path = unquote(urlsplit(request.target).path)
        self.asked.append(path)
        changed = self.change(path, request)
        if isinstance(changed, str):
            raise ExchangeError(changed, changed)
        return html(*(changed or self._page(path, request)))

    def _page(self, path: str, request: HttpRequest) -> Answer:
        query = parse_qs(urlsplit(request.target).query)
        if path == "/request" and request.method == "POST":
            number = self.submit(parse_qs(request.body.decode())["author"][0])
            return 200, f'<h1>Thank you</h1><input name="number" value="{number}">'
        if path == "/request":
            return 200, FORM.format(text="")
        if path == "/by":
            own = [key for key, name in self.kept.items() if name == query["name"][0]]
            return 200, "".join(f"<li>request {key}</li>" for key in own)
        if match := re.fullmatch(r"/request/(\w+)", path):
            number = match[1]
            if number not in self.kept:
                return 200, f"<h1>Request {number}</h1><p>The request {number} does not exist.</p>"
            return 200, f"<h1>Request {number}</h1><p>{self.kept[number]}: Street light out</p>"
        return 404, "not found"


def attempt(arrival: int, receipt: str, at: float = 1.0, journey: str = "request") -> Attempt:
    """A user who got a receipt at this time."""
    return Attempt(
        arrival, journey, "town", at - 0.5, at - 0.5, at, "success", "POST /request", receipt, at,
        False,
    )  # fmt: skip


def filed(store: Store, *arrivals: int, at: float = 1.0) -> list[Attempt]:
    """Users who submit and get their receipts, one second after another."""
    return [
        attempt(number, store.submit(citizen(number).name), at + place)
        for place, number in enumerate(arrivals)
    ]
