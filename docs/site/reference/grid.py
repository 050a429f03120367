"""Page of the grid: each criterion with its measure, curve, weight and sources."""

from collections.abc import Iterator

from epreuve.audits.grid import labels
from epreuve.audits.grid.criterion import Citation, Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import Family, Grid, load_grid
from epreuve.audits.grid.translation import translate
from epreuve.reports.labels import marks
from epreuve.reports.language import Language
from epreuve.reports.words import Words
from reference.sentences import pair


def pages(language: Language) -> dict[str, str]:
    """Return criterion page, with a section per family and a subsection per criterion."""
    grid = load_grid()
    title = pair("La grille", "The grid", language)
    lead = pair(
        f"{len(grid.criteria)} critères, {len(grid.families)} familles. Grille {grid.version}, "
        f"SHA-256 `{grid.sha256}`. Poids, barèmes et efforts sont nos hypothèses [A], ouvertes à "
        "la discussion.",
        f"{len(grid.criteria)} criteria, {len(grid.families)} families. Grid {grid.version}, "
        f"SHA-256 `{grid.sha256}`. Weights, points and efforts are our assumptions [A], open to "
        "dispute.",
        language,
    )
    families = "\n".join("\n".join(_family(grid, family, language)) for family in grid.families)
    return {"grid": f"# {title}\n\n{lead}\n\n{families}"}


def _family(grid: Grid, family: Family, language: Language) -> Iterator[str]:
    share = family.weight / sum(other.weight for other in grid.families) * 100
    yield f"(grid-{family.code.lower()})=\n## {family.code} · {getattr(family.title, language)}\n"
    origin = ", ".join(grid.sources[key].title for key in family.phrase_sources)
    percent = pair(f"{share:.0f} % de la note", f"{share:.0f}% of the score", language)
    yield f"{percent}. *{getattr(family.phrase, language)}* ({origin})\n"
    for criterion in family.criteria:
        yield from _criterion(grid, criterion, language)


def _criterion(grid: Grid, criterion: Criterion, language: Language) -> Iterator[str]:
    _ = Words(language, translate)
    phases = ", ".join(labels.phases(_)[phase] for phase in criterion.phases)
    share = _.number(grid.shares[criterion.id] * 100, 1)
    percent = pair(f"{share} % de la note", f"{share}% of the score", language)
    yield f"({criterion.id.lower()})=\n### {criterion.id} · {getattr(criterion.title, language)}\n"
    yield f"{phases} · {labels.kinds(_)[criterion.kind]} · {percent}\n"
    yield getattr(criterion.measure, language) + "\n"
    curve = curve_text(criterion.curve).of(language)
    yield f"- {pair('Barème :', 'Points:', language)} {curve}"
    for item in criterion.items.of.values() if criterion.items else ():
        points = f"{_.number(item.full, 2)}{pair(' :', ':', language)}"
        yield f"  - {points} {getattr(item.text, language)}"
    if criterion.knockout:
        sentence = getattr(criterion.knockout.sentence, language)
        cap = f"{pair('plafond', 'cap', language)} {criterion.knockout.cap:g}"
        label = pair("Éliminatoire", "Knock-out", language)
        yield f"- {label} {criterion.knockout.id}, {cap}{pair(' :', ':', language)} {sentence}"
    effort = labels.efforts(_)[criterion.effort]
    advice = getattr(criterion.recommendation, language)
    label = pair("En cas d’échec (effort", "If it fails (effort", language)
    yield f"- {label} {effort}){pair(' :', ':', language)} {advice}"
    if criterion.maps_to:
        near = ", ".join(f"{item.framework} {item.item}" for item in criterion.maps_to)
        yield f"- {pair('Référentiels voisins :', 'Similar items:', language)} {near}"
    sources = "; ".join(_source(grid, source, language) for source in criterion.sources)
    yield f"- {pair('Sources :', 'Sources:', language)} {sources}\n"


def _source(grid: Grid, cited: Citation, language: Language) -> str:
    source = grid.sources[cited.key]
    mark = cited.mark or source.mark
    note = f" – {getattr(cited.note, language)}" if cited.note else ""
    label = marks(Words(language))[mark]
    return f"{source.title}, {source.publisher}, {source.date}{note} ({label}, {mark})"
