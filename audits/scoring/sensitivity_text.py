"""The sensitivity page, in Markdown: `sensitivity.fr.md`, `sensitivity.en.md`."""

from operator import attrgetter
from pathlib import Path

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.letter import displayed
from epreuve.audits.scoring.sensitivity import MOVED, Sensitivity, Under
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.text import Text

FILE = "sensitivity.{language}.md"
TITLE = Text(fr="La lettre sous d'autres poids", en="The letter under other weights")
HEADS = Text(
    fr="| Famille | allégée de 25 % | alourdie de 25 % |",
    en="| Family | 25% lighter | 25% heavier |",
)
WEIGHTS = Text(fr="Poids publiés :", en="Published weights:")
STEADY = Text(
    fr="Aucune famille, déplacée seule, ne change la lettre.",
    en="No family, moved alone, changes the letter.",
)
MOVES = Text(
    fr="La lettre dépend des poids : voir les lignes qui en donnent une autre.",
    en="The letter depends on the weights: see the lines that give another one.",
)


def render(found: Sensitivity, grid: Grid, language: Language) -> str:
    """The page."""
    pick = attrgetter(language)
    rows = [
        f"| {pick(grid.family(each.code).title)} | {_cell(each.lighter)} | {_cell(each.heavier)} |"
        for each in found.families
    ]
    return "\n".join(
        [
            f"# {pick(TITLE)}",
            "",
            f"{pick(WEIGHTS)} {_cell(found.published)}. {pick(STEADY if found.steady else MOVES)}",
            "",
            pick(HEADS),
            "| --- | --- | --- |",
            *rows,
            "",
            pick(_drawn(found)),
            "",
        ]
    )


def write(found: Sensitivity, grid: Grid, folder: Path) -> list[Path]:
    """Both languages, in a run's folder. Raises NotMeasurable when the disk does not take it."""
    paths = [folder / FILE.format(language=language) for language in LANGUAGES]
    for path, language in zip(paths, LANGUAGES, strict=True):
        with write_errors_as(NotMeasurable, path):
            path.write_text(render(found, grid, language), encoding="utf-8")
    return paths


def _cell(under: Under) -> str:
    if under.score is None:
        return "–"
    return f"{under.letter or '–'} ({displayed(under.score)})"


def _drawn(found: Sensitivity) -> Text:
    shares = ", ".join(
        f"{name} {100 * count / found.draws:.0f} %" for name, count in found.letters.items()
    )
    low, high = (displayed(each) for each in found.scores or (0.0, 0.0))
    moved = f"{MOVED * 100:g}"
    return Text(
        fr=f"Tous les poids tirés au sort à ±{moved} %, {found.draws} fois : {shares or '–'} ; "
        f"neuf notes sur dix entre {low} et {high}.",
        en=f"All weights drawn within ±{moved} %, {found.draws} times: {shares or '–'}; "
        f"nine scores in ten between {low} and {high}.",
    )
