"""Page on the sensitivity to the weights: `sensitivity.fr.md`, `sensitivity.en.md`."""

from pathlib import Path

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.letter import displayed
from epreuve.audits.scoring.sensitivity import CHANGE, Sensitivity, WeightedScore
from epreuve.audits.scoring.translation import translate
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.translation import Number, Percent
from epreuve.reports.words import Words

FILE = "sensitivity.{language}.md"


def render(sensitivity: Sensitivity, grid: Grid, language: Language) -> str:
    """Return the page in Markdown."""
    _ = Words(language, translate)
    rows = [
        f"| {_.of(grid.family(row.code).title)} | {_cell(row.lighter)} | {_cell(row.heavier)} |"
        for row in sensitivity.families
    ]
    if sensitivity.stable:
        conclusion = _("The change of a single family never changes the letter.")
    else:
        conclusion = _("The letter depends on the weights: some lines give another letter.")
    title = _("Letter with other weights")
    published = _("Published weights: {score}.", score=_cell(sensitivity.published))
    change = Percent(CHANGE)
    header = _("| Family | {change} lighter | {change} heavier |", change=change)
    return "\n".join(
        [
            f"# {title}",
            "",
            f"{published} {conclusion}",
            "",
            header,
            "| --- | --- | --- |",
            *rows,
            "",
            _draws(sensitivity, _),
            "",
        ]
    )


def write(sensitivity: Sensitivity, grid: Grid, folder: Path) -> list[Path]:
    """Write both languages into the folder of a run. Raises NotMeasurable if it cannot."""
    paths = [folder / FILE.format(language=language) for language in LANGUAGES]
    for path, language in zip(paths, LANGUAGES, strict=True):
        with write_errors_as(NotMeasurable, path):
            path.write_text(render(sensitivity, grid, language), encoding="utf-8")
    return paths


def _cell(weighted: WeightedScore) -> str:
    if weighted.score is None:
        return "–"
    return f"{weighted.letter or '–'} ({displayed(weighted.score)})"


def _draws(sensitivity: Sensitivity, _: Words) -> str:
    shares = ", ".join(
        f"{letter} {_.percent(count / sensitivity.draws, 0, 'nearest')}"
        for letter, count in sensitivity.letters.items()
    )
    low, high = (Number(score, 0, "down") for score in sensitivity.scores or (0.0, 0.0))
    return _(
        "All weights drawn at random within ±{change}, {draws} times: {shares}. Nine scores in ten "
        "are between {low} and {high}.",
        change=Percent(CHANGE),
        draws=sensitivity.draws,
        shares=shares or "–",
        low=low,
        high=high,
    )
