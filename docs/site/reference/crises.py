"""The crises that come with the product, and the format of a crisis file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.crises.description import CrisisDescription
from epreuve.audits.crises.template import scaffold
from reference.schema import sections
from reference.sentences import Language, pair, table


def pages(language: Language) -> dict[str, str]:
    """The library, and how to write one's own."""
    crises = [read_crisis(name) for name in crisis_ids()]
    return {"crises": _library(crises, language), "crisis-format": _format(language)}


def _library(crises: list[Crisis], language: Language) -> str:
    title = pair("Les crises", "The crises", language)
    lead = pair(
        "Les faits portent leur source et une marque ; les hypothèses disent qu'elles en sont. "
        "`epreuve crises show ID` les raconte, avec la chronologie dessinée.",
        "Facts carry their source and a mark; assumptions say that they are some. "
        "`epreuve crises show ID` tells them, with the timeline drawn.",
        language,
    )
    rows = [(f"[`{each.id}`](#crisis-{each.id})", _title(each, language)) for each in crises]
    index = table(("id", pair("crise", "crisis", language)), rows)
    told = "\n".join("\n".join(_crisis(CrisisDescription(each, language))) for each in crises)
    return f"# {title}\n\n{lead}\n\n{index}\n{told}"


def _title(crisis: Crisis, language: Language) -> str:
    return pair(crisis.title.fr, crisis.title.en, language)


def _crisis(text: CrisisDescription) -> Iterator[str]:
    crisis = text.crisis
    yield f"(crisis-{crisis.id})=\n## {text.of(crisis.title)}\n"
    yield f"`--crisis {crisis.id}` · {text.real()}\n"
    yield text.of(crisis.paragraph) + "\n"
    head = pair(
        "phase|étape|usagers|réseaux|courant", "phase|stage|users|networks|power", text.language
    )
    rows = [
        (
            text.phase(each.phase),
            text.of(each.title),
            text.load(each),
            text.mix(each),
            text.power(each) or "–",
        )
        for each in crisis.stages
    ]
    yield table(tuple(head.split("|")), rows)
    facts = [
        f"{text.of(fact.text)} – {fact.source}, {fact.date} [{fact.mark}]" for fact in crisis.facts
    ]
    yield from _list(pair("Faits", "Facts", text.language), facts)
    yield from _list(
        pair("Hypothèses", "Assumptions", text.language), map(text.of, crisis.assumptions)
    )
    yield from _list(pair("Leçons", "Lessons", text.language), map(text.of, crisis.lessons))
    yield from _list(pair("Non simulé", "Not simulated", text.language), text.limits())


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [f"- {line}" for line in lines]
    if told:
        yield f"**{title}**\n\n" + "\n".join(told) + "\n"


def _format(language: Language) -> str:
    lead = pair(
        """# Écrire une crise

`epreuve crises new ID` écrit un fichier commenté qui se joue déjà ; `--crisis ./ID.yaml` le joue.
Une durée s'écrit `30 s`, `5 min`, `4h` ou `2 d`. Marques : **S** lu dans la source première, **P**
presse ou source secondaire, **G** connaissance générale, **A** notre hypothèse.

""",
        """# Writing a crisis

`epreuve crises new ID` writes a commented file that plays already; `--crisis ./ID.yaml` plays it.
A duration is written `30 s`, `5 min`, `4h` or `2 d`. Marks: **S** read in the primary source, **P**
press or secondary source, **G** general knowledge, **A** our assumption.

""",
        language,
    )
    title = pair("Un fichier pour commencer", "A file to begin with", language)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ID.yaml"
        scaffold("ma-crise", path)
        example = path.read_text(encoding="utf-8")
    told = sections(CrisisFile, "format", language)
    return f"{lead}{told}\n## {title}\n\n```yaml\n{example}```\n"
