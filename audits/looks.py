"""The probes that a plan sends, each of which leaves observations; its own failure is one too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from epreuve.audits.plan import EDGE_PROBE, WITNESS, Plan, Probe
from epreuve.probes.citizen import Citizen
from epreuve.probes.evidence import Observation
from epreuve.probes.human_channel import human_channel
from epreuve.probes.journey import Step
from epreuve.probes.page import load_page
from epreuve.probes.walk import walk

PAGE_LIMIT = 20.0  # seconds
EDGE_LIMIT = 45.0
INFORMATION_LIMIT = 2.5
NOWHERE = "/page-qui-n-existe-pas"  # what the error page shows


class Looks:
    """Sends one probe at a time, through the proxies of the witnesses or of the EDGE probe."""

    def __init__(
        self,
        plan: Plan,
        doors: Mapping[str, str],
        now: Callable[[], float],
        keep: Callable[[Observation], None],
    ) -> None:
        self._plan, self._doors, self._now, self._keep = plan, doors, now, keep
        self._authority = plan.profile.service.authority
        self._kinds = {
            "pages": self._pages,
            "edge page": self._edge_page,
            "information": self._information,
            "human channel": self._human_channel,
        }

    def look(self, probe: Probe) -> None:
        """Send a probe and keep what it sees."""
        try:
            for seen in self._kinds[probe.name]():
                self._keep(seen)
        except Exception as error:  # a probe's own bug must not end a run
            self._keep(Observation(self._now(), "harness", probe.name, {"error": repr(error)}))

    def _pages(self) -> Iterator[Observation]:
        for path in self._paths():
            view = load_page(path, self._authority, PAGE_LIMIT, self._resolve(WITNESS))
            yield view.observation(self._now())

    def _edge_page(self) -> Iterator[Observation]:
        path = self._paths()[0]
        doors = self._resolve(EDGE_PROBE)
        view = load_page(path, self._authority, EDGE_LIMIT, doors, repeat=False)
        yield replace(view.observation(self._now()), probe="edge page")

    def _information(self) -> Iterator[Observation]:
        for path in self._plan.profile.information:
            seen = walk(
                (Step(get=path),), {}, Citizen(self._plan.seed, 0), self._door(WITNESS),
                self._authority, INFORMATION_LIMIT,
            )  # fmt: skip
            served = seen.outcome == "success"
            yield Observation(
                self._now(), "information", path, {"served": served, "outcome": seen.outcome}
            )

    def _human_channel(self) -> Iterator[Observation]:
        declared = self._plan.profile.human_channel
        for path in (*self._paths(), NOWHERE):
            seen = walk(
                (Step(get=path),), {}, Citizen(self._plan.seed, 0), self._door(WITNESS),
                self._authority, PAGE_LIMIT,
            )  # fmt: skip
            text = seen.answers[-1].text if seen.answers else ""
            found = human_channel(text)
            value = {"phone": found.phone, "counter": found.address and found.hours}
            if declared is not None:
                value = {"phone": declared.phone in text, "counter": declared.counter in text}
            yield Observation(self._now(), "human channel", path, value)

    def _resolve(self, cohort: str) -> dict[str, str]:
        """Where a browser of this cohort finds each host: declared third parties are local."""
        found = {self._authority: self._door(cohort)}
        for name, each in self._plan.profile.dependencies.items():
            found[each.listen] = f"http://{self._doors.get(f'{cohort}-{name}', each.listen)}"
        return found

    def _door(self, cohort: str) -> str:
        return f"http://{self._doors[cohort]}"

    def _paths(self) -> list[str]:
        """The pages of critical journeys that need nothing captured."""
        steps = [step for each in self._plan.profile.critical().values() for step in each.steps]
        paths = [step.get for step in steps if step.get is not None and "{" not in step.get]
        return list(dict.fromkeys(paths)) or ["/"]
