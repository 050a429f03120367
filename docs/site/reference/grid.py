"""The grid: every criterion with its measure, curve, weight, sources and advice."""

from collections.abc import Iterator

from epreuve.audits.grid import labels
from epreuve.audits.grid.criterion import Citation, Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import Family, Grid, load_grid
from epreuve.audits.grid.translation import translate
from epreuve.reports.words import Words
from reference.sentences import Language, pair


def pages(language: Language) -> dict[str, str]:
    """One page: a section a family, one below it a criterion."""
    grid = load_grid()
    title = pair("La grille", "The grid", language)
    lead = pair(
        f"{len(grid.criteria)} critères, {len(grid.families)} familles. Barème {grid.version}, "
        f"SHA-256 `{grid.sha256}`. Poids, barèmes et efforts sont nos hypothèses [A], ouvertes à "
        "la contestation.",
        f"{len(grid.criteria)} criteria, {len(grid.families)} families. Grid {grid.version}, "
        f"SHA-256 `{grid.sha256}`. Weights, points and efforts are our assumptions [A], open to "
        "dispute.",
        language,
    )
    told = "\n".join("\n".join(_family(grid, each, language)) for each in grid.families)
    return {"grid": f"# {title}\n\n{lead}\n\n{told}"}


def _family(grid: Grid, family: Family, language: Language) -> Iterator[str]:
    share = family.weight / sum(each.weight for each in grid.families) * 100
    yield f"(grid-{family.code.lower()})=\n## {family.code} · {getattr(family.title, language)}\n"
    origin = ", ".join(grid.sources[key].title for key in family.phrase_sources)
    percent = pair(f"{share:.0f} % de la note", f"{share:.0f}% of the score", language)
    yield f"{percent}. *{getattr(family.phrase, language)}* ({origin})\n"
    for each in family.criteria:
        yield from _criterion(grid, each, language)


def _criterion(grid: Grid, one: Criterion, language: Language) -> Iterator[str]:
    _ = Words(language, translate)
    phases = ", ".join(labels.phases(_)[each] for each in one.phases)
    share = _.number(grid.shares[one.id] * 100, 1)
    percent = pair(f"{share} % de la note", f"{share}% of the score", language)
    yield f"({one.id.lower()})=\n### {one.id} · {getattr(one.title, language)}\n"
    yield f"{phases} · {labels.kinds(_)[one.kind]} · {percent}\n"
    yield getattr(one.measure, language) + "\n"
    yield f"- {pair('Barème :', 'Points:', language)} {getattr(curve_text(one.curve), language)}"
    for item in one.items.of.values() if one.items else ():
        points = f"{_.number(item.full, 2)}{pair(' :', ':', language)}"
        yield f"  - {points} {getattr(item.text, language)}"
    if one.knockout:
        sentence = getattr(one.knockout.sentence, language)
        cap = pair(f"plafond {one.knockout.cap:g}", f"cap {one.knockout.cap:g}", language)
        label = pair("Éliminatoire", "Knock-out", language)
        yield f"- {label} {one.knockout.id}, {cap}{pair(' :', ':', language)} {sentence}"
    effort = labels.efforts(_)[one.effort]
    advice = getattr(one.recommendation, language)
    label = pair("En cas d'échec (effort", "If it fails (effort", language)
    yield f"- {label} {effort}){pair(' :', ':', language)} {advice}"
    if one.maps_to:
        near = ", ".join(f"{each.framework} {each.item}" for each in one.maps_to)
        yield f"- {pair('Référentiels voisins :', 'Similar items:', language)} {near}"
    sources = "; ".join(_source(grid, each, language) for each in one.sources)
    yield f"- {pair('Sources :', 'Sources:', language)} {sources}\n"


def _source(grid: Grid, cited: Citation, language: Language) -> str:
    source = grid.sources[cited.key]
    mark = cited.mark or source.mark
    note = f" – {getattr(cited.note, language)}" if cited.note else ""
    known = labels.marks(Words(language, translate))[mark]
    return f"{source.title}, {source.publisher}, {source.date}{note} ({known}, {mark})"
