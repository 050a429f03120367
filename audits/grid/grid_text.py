"""The grid for readers in a terminal, and one criterion as told to an elected official. Pure."""

from collections.abc import Iterator
from textwrap import fill

from epreuve.audits.grid.criterion import Citation, Criterion
from epreuve.audits.grid.grid import Grid
from epreuve.audits.grid.wording import curve_text
from epreuve.reports.language import Language

KINDS = {
    "measured": ("mesuré pendant l'audit", "measured during the audit"),
    "declared": ("déclaré, avec preuve", "declared, with evidence"),
    "mixed": ("déclaré, et recoupé par ce qui est vu", "declared, and checked by what is seen"),
}
MARKS = {
    "S": ("lu dans la source", "read in the source"),
    "P": ("de seconde main", "second-hand"),
    "G": ("connaissance générale", "general knowledge"),
    "A": ("notre hypothèse", "our assumption"),
}
PHASES = {
    "before": ("avant", "before"),
    "during": ("pendant", "during"),
    "after": ("après", "after"),
}
EFFORTS = {1: ("petit", "small"), 2: ("moyen", "middling"), 3: ("grand", "large")}
LADDER = (
    "affirmé, rien ; avec un document daté, 60 % des points ; avec la preuve que c'est fait, "
    "100 % ; moitié après 24 mois, rien après 36.",
    "claimed, nothing; with a dated document, 60% of the points; with the proof that it was done, "
    "100%; half after 24 months, nothing after 36.",
)
WIDTH = 92


def say(pair: tuple[str, str], language: Language) -> str:
    """The French or the English of a pair."""
    return pair[0] if language == "fr" else pair[1]


def table(grid: Grid, language: Language) -> str:
    """One line a criterion: id, share of the whole, kind, title; a heading a family."""
    lines = [_heading(grid, language)]
    total = sum(family.weight for family in grid.families)
    for family in grid.families:
        share = f"{family.weight / total:.0%}".replace("%", " %")
        lines += ["", f"{family.code}  {getattr(family.title, language)} · {share}"]
        for one in family.criteria:
            kind = {"measured": "M", "declared": "D", "mixed": "MD"}[one.kind]
            knock = " *" if one.knockout else ""
            part = number(grid.shares[one.id] * 100, language)
            lines.append(
                f"  {one.id:<6} {part:>4} %  {kind:<2}  {getattr(one.title, language)}{knock}"
            )
    legend = (
        "M mesuré · D déclaré · MD les deux · * défaut qui plafonne la note à lui seul",
        "M measured · D declared · MD both · * a defect that caps the score by itself",
    )
    return "\n".join([*lines, "", say(legend, language)])


def _heading(grid: Grid, language: Language) -> str:
    official = (
        ("barème publié", "published grid")
        if grid.is_official
        else ("barème modifié : aucune lettre", "modified grid: no letter")
    )
    return f"{grid.version} · SHA-256 {grid.sha256} · {say(official, language)}"


def number(value: float, language: Language) -> str:
    """One decimal, with the comma of the French."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "fr" else text


def everything(grid: Grid, language: Language) -> str:
    """The heading, then each criterion explained."""
    told = (explain(grid, one, language) for one in grid.criteria)
    return "\n\n\n".join([_heading(grid, language), *told])


def explain(grid: Grid, one: Criterion, language: Language) -> str:
    """Everything an elected official may ask about a criterion, in that order."""
    return "\n".join(_explanation(grid, one, language))


def _explanation(grid: Grid, one: Criterion, language: Language) -> Iterator[str]:
    family = grid.family(one.family)
    phases = ", ".join(say(PHASES[each], language) for each in one.phases)
    yield f"{one.id} · {getattr(one.title, language)}"
    yield f"{getattr(family.title, language)} · {phases} · {say(KINDS[one.kind], language)}"
    yield ""
    yield _paragraph(getattr(one.measure, language))
    phrase = (f"« {family.phrase.fr} »", f"“{family.phrase.en}”")
    origin = ", ".join(grid.sources[key].title for key in family.phrase_sources)
    yield _titled(("Pourquoi", "Why"), f"{say(phrase, language)} ({origin}).", language)
    if family.angles or family.qualities:
        yield _titled(
            ("Fing", "Fing"), f"{', '.join((*family.angles, *family.qualities))}.", language
        )
    yield from _points(grid, one, language)
    effort = say(EFFORTS[one.effort], language)
    advice = f"{getattr(one.recommendation, language)} ({say(('effort', 'effort'), language)} : "
    advice = advice if language == "fr" else advice.replace(" : ", ": ")
    yield _titled(("En cas d'échec", "If it fails"), f"{advice}{effort})", language)
    if one.maps_to:
        pairs = ", ".join(f"{each.framework} {each.item}" for each in one.maps_to)
        yield _titled(("Voisins", "Neighbours"), f"{pairs}.", language)
    yield say(("Sources :", "Sources:"), language)
    yield from (_source(grid, each, language) for each in one.sources)
    yield say(
        (
            "Poids, barème et effort sont nos hypothèses [A], ouvertes à la contestation.",
            "Weight, points and effort are our assumptions [A], open to dispute.",
        ),
        language,
    )


def _points(grid: Grid, one: Criterion, language: Language) -> Iterator[str]:
    """How they are given, and what they weigh."""
    curve = getattr(curve_text(one.curve), language)
    yield _titled(("Barème", "Points"), f"{curve}.", language)
    if one.items is not None:
        for item in one.items.of.values():
            points = f"{item.full:g}".replace(".", "," if language == "fr" else ".")
            yield f"    {points:>4}  {getattr(item.text, language)}"
    if _on_ladder(one):
        yield _titled(("Preuves", "Evidence"), say(LADDER, language), language)
    share = number(grid.shares[one.id] * 100, language)
    weight = (f"{share} % de la note.", f"{share}% of the score.")
    yield _titled(("Poids", "Weight"), say(weight, language), language)
    if one.knockout is not None:
        cap = f"{one.knockout.cap:g}"
        worst = (
            f"« {one.knockout.sentence.fr} » Ce défaut, à lui seul, plafonne la note à {cap}.",
            f"“{one.knockout.sentence.en}” This defect alone caps the score at {cap}.",
        )
        yield _titled(("Éliminatoire", "Knock-out"), say(worst, language), language)


def _on_ladder(one: Criterion) -> bool:
    """Whether the ladder of evidence grades it, its own items not saying otherwise."""
    items = one.items.of.values() if one.items is not None else ()
    return one.kind != "measured" and not any(item.needs for item in items)


def _titled(title: tuple[str, str], text: str, language: Language) -> str:
    colon = " : " if language == "fr" else ": "
    return _paragraph(f"{say(title, language)}{colon}{text}")


def _paragraph(text: str) -> str:
    return fill(text, WIDTH, break_on_hyphens=False)


def _source(grid: Grid, cited: Citation, language: Language) -> str:
    source = grid.sources[cited.key]
    mark = cited.mark or source.mark
    note = f" – {getattr(cited.note, language)}" if cited.note else ""
    text = f"[{mark}] {source.title}, {source.publisher}, {source.date}{note}"
    return fill(
        f"{text} ({say(MARKS[mark], language)})",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="      ",
        break_on_hyphens=False,
    )
