"""Level of each cohort before any fault: the control of measurements after a fault."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import FEWEST, Tries, count, ending, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.statistics.difference import CHANCE, less_by_chance
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.checks.statistics.ratio import ratio_interval
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Window
from epreuve.probes.evidence.records import Attempt

AS_IN_CALM = 0.95  # share of the level of calm: from it on, a load counts as carried [A]
Levels = Mapping[str, Tries]


@fact
def levels(plan: Plan, attempts: list[Attempt]) -> dict[str, Tries]:
    """Journeys of each cohort without any fault, by cohort; a cohort without control is absent.

    On the clean link: the baselines. On another network: the stages of the crisis without faults
    and power cuts, surges included. A stage whose load fails users on the clean link is no level.
    """
    baselines = levels_in(attempts, (one for one in plan.windows if one.kind == "baseline"))
    clean = [
        window
        for stage in plan.crisis.stages
        if stage.phase == "during" and not stage.faults and not stage.cuts
        if (window := plan.window(stage.id)) is not None
        if not _is_overloaded(attempts, window, baselines.get(CONTROL_COHORT))
    ]
    return {**levels_in(attempts, clean), **baselines}


def _is_overloaded(attempts: Sequence[Attempt], window: Window, calm: Tries | None) -> bool:
    """Return whether control users succeed significantly less in a window than in calm."""
    control = (one for one in judged(attempts, window) if one.cohort == CONTROL_COHORT)
    counts = count(control, window)
    if calm is None or counts.tried < FEWEST or counts.share >= AS_IN_CALM * calm.share:
        return False
    return less_by_chance(counts.succeeded, counts.tried, calm.succeeded, calm.tried) <= CHANCE


def levels_in(attempts: Sequence[Attempt], windows: Iterable[Window]) -> dict[str, Tries]:
    """Return the level of each cohort in some windows; of enough journeys, with a success."""
    ended: dict[str, Counter[str]] = {}
    for window in windows:
        for attempt in judged(attempts, window):
            ended.setdefault(attempt.cohort, Counter())[ending(attempt, window)] += 1
    levels = {
        cohort: Tries(counts["succeeded"] + counts["failed"], counts["succeeded"])
        for cohort, counts in ended.items()
    }
    return {
        cohort: level
        for cohort, level in levels.items()
        if level.tried >= FEWEST and level.succeeded
    }


@dataclass(frozen=True)
class Compared:
    """Successes among some tries, and the successes expected from the level of their cohorts.

    `control` is the tries that gave these levels. `cut_off` is the number of tries that the next
    event cut off, where these are many: they count as tried, without success.
    """

    tried: int
    succeeded: int
    expected: float
    control: Tries | None = None
    cut_off: int = 0

    @property
    def share(self) -> float:
        """Successes as a share of the level, at most 1."""
        return min(self.succeeded / self.expected, 1.0)

    @property
    def highest(self) -> float:
        """Share if all users who were cut off had succeeded."""
        return min((self.succeeded + self.cut_off) / self.expected, 1.0)

    @property
    def interval(self) -> Interval | None:
        """Interval of the share, of at least 90 %; None without a control."""
        if self.control is None:
            return None
        low, _ = self._ratio(self.control, self.succeeded)
        _, high = self._ratio(self.control, self.succeeded + self.cut_off)
        return Interval(min(low, 1.0), min(high, 1.0))

    def _ratio(self, control: Tries, succeeded: int) -> Interval:
        scale = control.share * self.tried / self.expected
        return ratio_interval(succeeded, self.tried, control.succeeded, control.tried, scale)


def compare(attempts: Iterable[Attempt], levels: Levels, window: Window) -> Compared:
    """Compare attempts with the level of their cohorts; those without a level do not count.

    A few that were cut off do not count either.
    """
    comparable = [one for one in attempts if one.cohort in levels]
    counts = count(comparable, window)
    many = counts.are_many_cut_off
    compared = [one for one in comparable if many or ending(one, window) != "cut off"]
    return Compared(
        len(compared),
        counts.succeeded,
        sum(levels[one.cohort].share for one in compared),
        _together(levels[cohort] for cohort in {one.cohort for one in compared}),
        counts.cut_off if many else 0,
    )


def _together(levels: Iterable[Tries]) -> Tries | None:
    tries = list(levels)
    tried, succeeded = sum(one.tried for one in tries), sum(one.succeeded for one in tries)
    return Tries(tried, succeeded) if tries else None
