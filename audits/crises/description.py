"""A crisis in the reader's words: what the terminal and the page of the library both tell."""

from dataclasses import dataclass

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.limits import limits
from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import NONE, power_patterns
from epreuve.audits.crises.stage import Stage
from epreuve.reports.language import Language
from epreuve.reports.text import Text

PHASES = {
    "before": Text(fr="avant", en="before"),
    "during": Text(fr="pendant", en="during"),
    "after": Text(fr="après", en="after"),
}
SHAPE_NAMES = {
    "constant": Text(fr="stable", en="steady"),
    "announcement": Text(fr="announcement", en="announcement"),
    "rush": Text(fr="ruée", en="rush"),
    "from-few-to-all": Text(fr="de quelques-uns à tous", en="from few to all"),
    "opening": Text(fr="opening", en="opening"),
    "ramp": Text(fr="montée", en="ramp"),
    "trough-rebound": Text(fr="creux puis rebond", en="trough then rebound"),
}
MARKS = {
    "S": Text(fr="lu dans la source première", en="read in the primary source"),
    "P": Text(fr="presse ou source secondaire", en="press or secondary source"),
    "G": Text(fr="connaissance générale", en="general knowledge"),
    "A": Text(fr="hypothèse du projet", en="assumption of the project"),
}


@dataclass(frozen=True)
class Story:
    """One crisis for one reader."""

    crisis: Crisis
    language: Language

    def say(self, fr: str, en: str) -> str:
        """The reader's half of a pair."""
        return fr if self.language == "fr" else en

    def of(self, text: Text) -> str:
        """The same, of a Text."""
        return self.say(text.fr, text.en)

    def phase(self, name: str) -> str:
        """The name of a phase."""
        return self.of(PHASES[name])

    def length(self, seconds: float | None) -> str:
        """A duration as people say it: `5 j`, `36 h`, `20 min`."""
        if seconds is None:
            return "–"
        for size, unit in ((86_400, self.say("j", "d")), (3_600, "h"), (60, "min")):
            if seconds >= 2 * size or (seconds and seconds % size == 0):
                return f"{self.number(round(seconds / size, 1))} {unit}"
        return f"{seconds:.0f} s"

    def number(self, value: float) -> str:
        """A number in the reader's way."""
        return self.say(f"{value:g}".replace(".", ","), f"{value:g}")

    def load(self, stage: Stage) -> str:
        """How many come."""
        load = stage.load
        low = f"×{self.number(round(load.low, 2))} → " if load.shape == "trough-rebound" else ""
        told = f"{low}×{self.number(round(load.peak, 2))} {self.of(SHAPE_NAMES[load.shape])}"
        if not stage.returns:
            return told
        share = f"{stage.returns * 100:.0f}"
        return told + self.say(
            f", et {share} % de ceux qui n'avaient pas de réseau",
            f", and {share}% of those who had no link",
        )

    def mix(self, stage: Stage) -> str:
        """By which networks."""
        parts = sorted(stage.networks.items(), key=lambda each: -each[1])
        told = (
            f"{share * 100:.0f}{self.say(' ', '')}% {self.of(networks()[name].title)}"
            for name, share in parts
        )
        return ", ".join(told) or self.say("réseau local", "local network")

    def sets(self, names: tuple[str, ...]) -> str:
        """Dependencies in words."""
        return "; ".join(self.of(dependency_sets()[name].title) for name in names)

    def faults(self, stage: Stage) -> list[tuple[str, str]]:
        """How dependencies fail, and which."""
        return [
            (entry.fault.plural_label.of(self.language), self.sets(entry.sets))
            for entry in stage.faults
        ]

    def power(self, stage: Stage) -> str:
        """What happens to the power, nothing when it holds."""
        names = dict.fromkeys(
            cut.pattern or stage.power for cut in stage.cuts if stage.power != NONE
        )
        return ", ".join(f"{name} {self.of(power_patterns()[name].title)}" for name in names)

    def mark(self, mark: str) -> str:
        """What a mark means."""
        return self.of(MARKS[mark])

    def limits(self) -> list[str]:
        """What a run does not render."""
        return [self.of(text) for text in limits(self.crisis)]

    def real(self) -> str:
        """The three real durations in one sentence."""
        real = self.crisis.real
        if real is None:
            return self.say("sans durées réelles : composée", "no real durations: composed")
        return ", ".join(
            f"{self.phase(name)} {self.length(seconds)}"
            for name, seconds in (
                ("before", real.before), ("during", real.during), ("after", real.after),
            )
        )  # fmt: skip

    def played(self) -> float:
        """Seconds of play at scale 1, to the minute, without the matrix of dependencies."""
        seconds = self.crisis.before + sum(stage.lasts for stage in self.crisis.stages)
        return round(seconds / 60) * 60.0
