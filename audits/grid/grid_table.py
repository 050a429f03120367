"""Table of the grid for a terminal: one line per criterion."""

from epreuve.audits.grid.grid import Grid
from epreuve.audits.grid.translation import translate
from epreuve.reports.language import Language
from epreuve.reports.words import Words

KINDS = {"measured": "M", "declared": "D", "mixed": "MD"}


def table(grid: Grid, language: Language) -> str:
    """Return id, weight in the whole grid, kind and title of each criterion, by family."""
    _ = Words(language, translate)
    lines = [heading(grid, _)]
    total = sum(family.weight for family in grid.families)
    for family in grid.families:
        weight = _.percent(family.weight / total, 1, "nearest")
        lines += ["", f"{family.code}  {_.of(family.title)} · {weight}"]
        for criterion in family.criteria:
            weight = _.percent(grid.shares[criterion.id], 1, "nearest")
            mark = " *" if criterion.knockout else ""
            lines.append(
                f"  {criterion.id:<6} {weight:>6}  {KINDS[criterion.kind]:<2}"
                f"  {_.of(criterion.title)}{mark}"
            )
    legend = _("M measured · D declared · MD both · * with a knock-out, which caps the score")
    return "\n".join([*lines, "", legend])


def heading(grid: Grid, _: Words) -> str:
    """Return the version and the hash of the grid, and whether it is the published one."""
    status = _("published grid") if grid.is_official else _("modified grid: no letter")
    return f"{grid.version} · SHA-256 {grid.sha256} · {status}"
