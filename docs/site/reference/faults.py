"""Page of the faults, from the registry: what each stands for, its limits and its fields."""

import inspect
import re
from collections.abc import Iterator

from epreuve.audits.messages.texts import label_text
from epreuve.audits.reading.schema import json_schema
from epreuve.faults.fault import Fault
from epreuve.faults.registry import fault_kinds
from epreuve.reports.language import Language
from reference.schema import fields
from reference.sentences import pair, table, translated

# Second paragraph of the docstring of a fault.
DETAILS = re.compile(
    r"Stands for:\s+(.*?)\.\s+(?:Simulated|`).*Not\s+faithful:\s+(.*)\.", re.DOTALL
)
EXAMPLE = "`faults: [{sets: [ID, PAY], kind: slow, delay: 10 s}]`"
COMMON = ("kind", "seed")  # fields of all faults, or not for people


def pages(language: Language) -> dict[str, str]:
    """Return one page, with one section per fault kind."""
    title = pair("Les pannes", "The faults", language)
    lead = pair(
        f"Une étape de crise nomme ses pannes : {EXAMPLE}. `sets` donne les ensembles de "
        "dépendances, `kind` la panne ; ses champs suivent. Une crise ne connaît pas le profil : "
        "elle nomme des ensembles, jamais une dépendance. Le profil donne l’ensemble de chaque "
        "dépendance, et la panne touche toutes celles de l’ensemble. La fixture pytest `link` "
        "applique les mêmes pannes. Un paquet installé peut en ajouter.",
        f"A stage of a crisis names its faults: {EXAMPLE}. `sets` gives the sets of dependencies, "
        "`kind` the fault; its fields follow. A crisis does not know the profile: it names sets, "
        "never a dependency. The profile gives each dependency its set, and the fault applies to "
        "all dependencies of the set. The pytest fixture `link` applies the same faults. An "
        "installed package can add others.",
        language,
    )
    kinds = fault_kinds()
    rows = [
        (f"[`{kind}`](#{_anchor(kind)})", label_text(fault.label).of(language))
        for kind, fault in kinds.items()
    ]
    index = table(("kind", pair("dépendance", "dependency", language)), rows)
    text = "\n".join("\n".join(_fault(kind, fault, language)) for kind, fault in kinds.items())
    return {"faults": f"# {title}\n\n{lead}\n\n{index}\n{text}"}


def _anchor(kind: str) -> str:
    return f"fault-{kind.replace('_', '-')}"


def _fault(kind: str, fault: type[Fault], language: Language) -> Iterator[str]:
    yield f"({_anchor(kind)})=\n## {kind}\n"
    summary, _, details = inspect.cleandoc(fault.__doc__ or "").partition("\n\n")
    yield translated(summary, language) + "\n"
    if match := DETAILS.match(details):
        stands_for, limits = (translated(f"{text}.", language) for text in match.groups())
        yield f"- {pair('Représente :', 'Stands for:', language)} {stands_for}"
        yield f"- {pair('Limites :', 'Limits:', language)} {limits}\n"
    schema = json_schema(fault)
    for name in COMMON:
        schema["properties"].pop(name, None)
    if schema["properties"]:
        yield fields(schema, "fault", language)
