"""Documents section: the evidence of the declarations, with the hash of each file."""

from collections.abc import Iterator

from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.documents import problem_text
from epreuve.reports.assessment import Document


def documents(plan: Plan) -> Iterator[Document]:
    """Return the documents of a plan, in the order of the profile."""
    criteria: dict[str, list[str]] = {}
    for id, declaration in plan.profile.declared.items():
        if declaration.document is not None:
            criteria.setdefault(declaration.document, []).append(id)
    for name, ids in criteria.items():
        document = plan.documents.get(name)
        problem = problem_text(document)
        if document is None or problem is not None:
            yield Document(file=name, criteria=tuple(ids), problem=problem)
        else:
            yield Document(
                file=name, criteria=tuple(ids), sha256=document.sha256, size=document.size
            )
