"""Statements of the profile beside the evidence, for the first screen of each report."""

from collections.abc import Iterator
from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Exemption
from epreuve.reports.text import Text
from epreuve.reports.words import Words


@dataclass(frozen=True)
class Stated:
    """One sentence about a statement of the profile, and whether evidence contradicts it."""

    sentence: str
    refused: bool


def stated(assessment: Assessment, _: Words) -> list[Stated]:
    """Return the missing documents and each exemption, the refused ones first."""
    exemptions = [
        Stated(_exemption(exemption, _), exemption.refused) for exemption in assessment.exemptions
    ]
    missing = [Stated(sentence, refused=True) for sentence in _missing_documents(assessment, _)]
    return sorted([*exemptions, *missing], key=lambda one: not one.refused)


def _missing_documents(assessment: Assessment, _: Words) -> Iterator[str]:
    """Yield one sentence for each reason, with its documents and their criteria."""
    files: dict[Text, list[str]] = {}
    for document in assessment.documents:
        if document.problem is not None:
            name = f"{document.file} ({', '.join(document.criteria)})"
            files.setdefault(document.problem, []).append(name)
    for problem, names in files.items():
        yield _(
            "Declarations without their document count as claimed, whatever their level: no "
            "points. {problem}: {files}",
            problem=_capital(_.of(problem)),
            files=", ".join(names),
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _exemption(exemption: Exemption, _: Words) -> str:
    return _(
        "{id} {title}, “{reason}”: {effect}",
        id=exemption.criterion,
        title=exemption.title,
        reason=exemption.reason,
        effect=exemption.effect,
    )
