"""Context passed to every active probe, and the registry of probes.

The HTTP client, the browser and the readers of pages are imported when a probe is sent: planning
and assessing import the probes for their schedules and records only, and would pay a fifth of a
second for them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Probe
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.probe_schedule import Moment, ProbeSchedule
from epreuve.audits.planning.proxy_names import browser_endpoint
from epreuve.audits.profile.model import Profile
from epreuve.faults.toxiproxy.state import Counters
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.step import Step, Steps

if TYPE_CHECKING:
    from epreuve.probes.browser.page_load import PageView
    from epreuve.probes.http.sender import Sender
    from epreuve.probes.journeys.session import Session, SessionResult
    from epreuve.probes.pages.page_likeness import CalmPage
    from epreuve.probes.pages.submission import Submission

_WORDS_OF_PATHS = ("actualites", "agenda", "demarches", "infos", "mairie", "services", "vie-locale")
PAGE_LIMIT = 20.0  # seconds
ANY_PAGE = Expect()
OURS = 10_000_000  # first number of the probes' own users
READERS = 40_000_000  # first number of the users who read one page

ProbeFunction = Callable[["ProbeContext", Probe], Iterator[Observation[Record]]]
Function = TypeVar("Function", bound=ProbeFunction)
PROBES: dict[str, ProbeFunction] = {}
SCHEDULES: dict[str, ProbeSchedule] = {}
AWAITED: set[str] = set()  # probes that must end before the next event of the plan


def probe(
    name: str, *moments: Moment, cohort: ProbeCohort | None = None, awaited: bool = False,
    sends: Callable[[Profile], int] | None = None,
) -> Callable[[Function], Function]:  # fmt: skip
    """Register a probe under the name that a plan uses.

    `moments`: when it is sent. `cohort`: its own users, None for the control cohort. `awaited`: it
    must end before the next event of the plan, or it would measure something else. `sends`: see
    `ProbeSchedule`.
    """

    def register(function: Function) -> Function:
        PROBES[name] = function
        settings = {} if sends is None else {"sends": sends}
        SCHEDULES[name] = ProbeSchedule(name, moments, cohort, **settings)
        if awaited:
            AWAITED.add(name)
        return function

    return register


@dataclass
class FilledForm:
    """A form filled by a user whose link will be cut."""

    journey: str
    session: Session
    outcome: Outcome
    at: float


@dataclass
class ProbeContext:
    """The plan, the proxy addresses, the clock and the counters of a run."""

    plan: Plan
    endpoints: Mapping[str, str]
    now: Callable[[], float]
    counters: Callable[[], dict[str, Counters] | None]
    held: list[FilledForm] = field(default_factory=list)
    calm_pages: dict[str, CalmPage] = field(default_factory=dict)  # information pages, by path
    passed: int = 0  # barriers that the run has passed
    _readers: Iterator[int] = field(default_factory=count)
    is_over: bool = False  # the run has ended: no probe may wait any longer

    def end_of(self, name: str) -> float | None:
        """Return when a window ended, in seconds of the run; None while it lasts."""
        window = self.plan.window(name)
        if window is None or self.now() < window.end:
            return None
        before = sum(barrier.at <= window.end for barrier in self.plan.barriers)
        return window.end if self.passed >= before else None

    @property
    def authority(self) -> str:
        """Host and port that a browser sends."""
        return self.plan.profile.service.authority

    @property
    def origin(self) -> str:
        """Scheme, host and port of the service's own URLs."""
        return f"{urlsplit(self.plan.profile.service.address).scheme}://{self.authority}"

    def endpoint(self, cohort: str = CONTROL_COHORT) -> str:
        """Return the proxy address of the service for a cohort."""
        scheme = urlsplit(self.plan.profile.service.address).scheme
        return f"{scheme}://{self.endpoints[cohort]}"

    def resolve(self, cohort: str = CONTROL_COHORT) -> dict[str, str]:
        """Return the address of each host for a browser of a cohort; third parties are local."""
        addresses = {self.authority: self.endpoint(cohort)}
        for name, dependency in self.plan.profile.dependencies.items():
            listen = dependency.listen
            endpoint = self.endpoints.get(browser_endpoint(cohort, name), listen)
            addresses[listen] = f"http://{endpoint}"
        return addresses

    def sender(self) -> Sender:
        """Return the sender of one request: each reader of a page is another user."""
        return self.plan.senders.of(READERS + next(self._readers))

    def load(
        self, path: str, limit: float, cohort: str = CONTROL_COHORT, *, repeat: bool = True
    ) -> PageView:
        """Load a page with the HTML parser, or with Chromium where the plan says so."""
        if self.plan.browser:
            from epreuve.probes.browser.chromium import load_page
        else:
            from epreuve.probes.browser.page_load import load_page

        return load_page(
            path, self.authority, limit, self.resolve(cohort), self.sender(),
            repeat=repeat,
        )  # fmt: skip

    def unknown_path(self) -> str:
        """Return a path that the service does not have, another one for each call."""
        draw = random.Random(f"path:{self.plan.seed}:{self.plan.nonce}:{next(self._readers)}")
        first, second = draw.sample(_WORDS_OF_PATHS, 2)
        return f"/{first}/{second}-{draw.randrange(10_000, 100_000)}"

    def paths(self) -> list[str]:
        """Return the pages of critical journeys whose path needs no captured value or secret."""
        from epreuve.probes.journeys.template import PlaceholderError, Variables, render_target

        variables, paths = Variables(self.plan.citizen(OURS)), []
        for journey in self.plan.profile.critical().values():
            for step in journey.steps:
                if step.get is None or step.reads_events:
                    continue
                if "{env." not in step.get:
                    with suppress(PlaceholderError):
                        paths.append(render_target(step.get, variables))
        return list(dict.fromkeys(paths)) or ["/"]

    def read(
        self, path: str, limit: float = PAGE_LIMIT, expect: Expect = ANY_PAGE
    ) -> SessionResult:
        """Load one page on the control network, and judge it by an expectation."""
        from epreuve.probes.journeys.session import run_session

        citizen = self.plan.citizen(OURS)
        step = Step(get=path, expect=expect)
        return run_session(
            (step,), {}, citizen, self.endpoint(), self.authority, limit, self.sender()
        )

    def read_again(
        self, steps: Steps, submission: Submission, number: int, limit: float
    ) -> SessionResult:
        """Run the steps that read a submission of one of the probes' users, past all caches."""
        from epreuve.probes.journeys.session import run_session
        from epreuve.probes.pages.past_caches import as_reload

        return run_session(
            as_reload(steps), submission.captured, submission.citizen, self.endpoint(),
            self.authority, limit, self.plan.senders.reader(OURS + number),
        )  # fmt: skip

    def session(
        self, citizen: int, cohort: str = CONTROL_COHORT, limit: float = PAGE_LIMIT
    ) -> Session:
        """Return a new session of one of the probes' users."""
        from epreuve.probes.journeys.session import Session

        number = OURS + citizen
        return Session(
            self.plan.citizen(number), self.endpoint(cohort), self.authority, limit,
            self.plan.senders.of(number),
        )  # fmt: skip
