"""Option values that are durations, such as `10min`."""

from math import inf

import click

from epreuve.audits.cli.shared.french_help import is_french
from epreuve.audits.cli.shared.translation import translate
from epreuve.faults.units import duration
from epreuve.reports.language import Language
from epreuve.reports.translation import Number


class Duration(click.ParamType[float]):
    """Duration, in seconds, from `shortest` to `longest`."""

    name = "duration"

    def __init__(self, shortest: float = 0.0, longest: float = inf) -> None:
        self.shortest, self.longest = shortest, longest

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds; ends the program for another text."""
        from epreuve.audits.messages.texts import error_text  # late: it would slow down --help

        language: Language = "fr" if is_french() else "en"
        text = f"'{value}'"
        try:
            seconds = duration(value)
        except ValueError as error:
            problem = translate("{text} {problem}", text=text, problem=error_text(error))
            self.fail(problem.of(language), param, ctx)
        if not self.shortest <= seconds <= self.longest:
            problem = translate(
                "{text}: write a duration of {shortest} to {longest} seconds",
                text=text, shortest=Number(self.shortest), longest=Number(self.longest),
            )  # fmt: skip
            self.fail(problem.of(language), param, ctx)
        return seconds
