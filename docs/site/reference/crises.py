"""Pages of the crises of the library and of the format of a crisis file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from epreuve.audits.crises.crisis import Crisis, crisis_ids, read_crisis
from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.crises.description import CrisisDescription
from epreuve.audits.crises.template import scaffold
from epreuve.audits.messages.texts import label_text
from epreuve.faults.registry import fault_kinds
from epreuve.reports.language import Language
from reference.schema import sections
from reference.sentences import pair, table


def pages(language: Language) -> dict[str, str]:
    """Return the page of the library and the page of the format."""
    crises = [read_crisis(name) for name in crisis_ids()]
    return {"crises": _library(crises, language), "crisis-format": _format(language)}


def _library(crises: list[Crisis], language: Language) -> str:
    title = pair("Les crises", "The crises", language)
    lead = pair(
        "Les faits ont une source, une date et une marque ; les hypothèses sont à part. "
        "`epreuve crises show ID` affiche une crise avec sa chronologie.",
        "Facts have a source, a date and a mark; assumptions are listed apart. "
        "`epreuve crises show ID` shows a crisis with its timeline.",
        language,
    )
    rows = [(f"[`{one.id}`](#crisis-{one.id})", one.title.of(language)) for one in crises]
    index = table(("id", pair("crise", "crisis", language)), rows)
    descriptions = (CrisisDescription(crisis, language) for crisis in crises)
    text = "\n".join("\n".join(_crisis(description)) for description in descriptions)
    return f"# {title}\n\n{lead}\n\n{index}\n{text}"


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
            text.phase(stage.phase),
            text.of(stage.title),
            text.load(stage),
            text.mix(stage),
            text.power(stage) or "–",
        )
        for stage in crisis.stages
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
    items = [f"- {line}" for line in lines]
    if items:
        yield f"**{title}**\n\n" + "\n".join(items) + "\n"


def _faults(language: Language) -> str:
    """Return the table of the fault kinds with their fields."""
    title = pair("Les pannes d’une étape", "The faults of a stage", language)
    lead = pair(
        "Une panne a les champs `sets` et `kind`, puis ceux de sa sorte : "
        "`{sets: [ID, PAY], kind: slow, delay: 10 s}`.",
        "A fault has the fields `sets` and `kind`, then those of its kind: "
        "`{sets: [ID, PAY], kind: slow, delay: 10 s}`.",
        language,
    )
    rows = [
        (
            f"`{kind}`",
            label_text(fault.label).of(language),
            ", ".join(f"`{name}`" for name in fault.model_fields if name != "kind") or "–",
        )
        for kind, fault in fault_kinds().items()
    ]
    head = (
        "`kind`",
        pair("la dépendance est…", "the dependency is…", language),
        pair("champs", "fields", language),
    )
    return f"## {title}\n\n{lead}\n\n{table(head, rows)}\n"


def _format(language: Language) -> str:
    lead = pair(
        """# Écrire une crise

`epreuve crises new ID` écrit un fichier commenté, utilisable tout de suite ; `--crisis ./ID.yaml`
le simule. Une durée s’écrit `30 s`, `5 min`, `4h` ou `2 d`. Marques : **S** lu dans la source
primaire, **P** presse ou source secondaire, **G** connaissance générale, **A** notre hypothèse.

""",
        """# Writing a crisis

`epreuve crises new ID` writes a commented file that can be run at once; `--crisis ./ID.yaml` runs
it. A duration is written `30 s`, `5 min`, `4h` or `2 d`. Marks: **S** read in the primary source,
**P** press or secondary source, **G** general knowledge, **A** our assumption.

""",
        language,
    )
    title = pair("Fichier de départ", "Example file", language)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ID.yaml"
        scaffold("ma-crise", path, language)
        example = path.read_text(encoding="utf-8")
    text = sections(CrisisFile, "format", language)
    return f"{lead}{text}\n{_faults(language)}\n## {title}\n\n```yaml\n{example}```\n"
