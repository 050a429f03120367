"""Each mixed criterion with literal facts and declarations."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.checks.durability.exports import NO_TRIES, Exports
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.pages.markup_record import MarkupObservation
from epreuve.reports.text import Text
from tests.audits.documents import A_PDF

GRID = load_grid()
ON = datetime.date(2026, 11, 21)
Given = dict[str, Any]
MIXED = {criterion.id for criterion in GRID.criteria if criterion.kind == "mixed"}


class Known:
    """Facts given as literals; any other is missing from the evidence."""

    def __init__(self, facts: Given) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Any:
        if name not in self._facts:
            raise NoEvidence(Text(fr="Rien vu.", en="Nothing seen."))
        return self._facts[name]


NOTHING: Given = {}


def judged(
    id: str, facts: Given = NOTHING, declaration: Declaration | None = None
) -> CriterionResult:
    declared = {} if declaration is None else {id: declaration}
    profile = SimpleNamespace(not_applicable={}, declared=declared)
    return judge_criterion(GRID.criterion(id), Known(facts), profile, ON, A_PDF)  # type: ignore[arg-type]


def declare(value: Any, level: str = "proven", date: str = "2026-03-02") -> Declaration:
    return Declaration.model_validate(
        {"level": level, "date": date, "owner": "DSI", "evidence": "a.pdf", "value": value}
    )


def markup(defects: list[str], recent: list[str]) -> Observation[MarkupObservation]:
    value = {"accessibility_defects": defects, "recent_features": recent}
    return Observation(1.0, "/", MarkupObservation.model_validate(value))


def read(*pages: Observation[MarkupObservation]) -> Given:
    return {"markup": pages}


def exports(
    citizens: Tries = NO_TRIES, receipts: Tries = NO_TRIES, documented: bool = True, **more: Any
) -> Given:
    return {"exports": Exports(citizens, receipts, documented, **more)}


def listed(**licences: int) -> Given:
    """So many components with each licence; `none` has none."""
    names = {
        "" if licence == "none" else licence.replace("_", "-"): tuple(map(str, range(count)))
        for licence, count in licences.items()
    }
    made_of = Components(file="b.cdx.json", sha256="f" * 64, licences=names)
    return {"components": made_of, "published": "EUPL-1.2, https://forge.example/guichet"}


def held(*providers: str) -> Given:
    return {"providers": {f"p{number}": provider for number, provider in enumerate(providers)}}


DEVICES = declare(["phone", "computer", "browser"])
BOTH = ["citizen", "administrator"]
WHOLE, NONE, HALF = Tries(6, 6), Tries(6, 0), Tries(6, 3)
ALL = ["lang", "title", "heading", "image", "label"]
# criterion, facts, declaration, score
CASES: list[tuple[str, Given, Declaration | None, float]] = [
    ("FRU-6", NOTHING, DEVICES, 100),
    ("FRU-6", read(markup([], [])), DEVICES, 100),
    ("FRU-6", read(markup([], ["viewport"])), DEVICES, 200 / 3),
    ("FRU-6", read(markup([], ["viewport", "module", "image"])), DEVICES, 0),
    ("HUM-5", NOTHING, declare("100 %"), 100),
    ("HUM-5", read(markup([], [])), declare("100 %"), 100),
    ("HUM-5", read(markup([], []), markup(["label"], [])), declare("100 %"), 90),
    ("HUM-5", read(markup(ALL, [])), declare("100 %"), 0),
    # IND-8: nothing seen; a document alone; the lower of the two at the stronger evidence level.
    ("IND-8", NOTHING, declare("100 %"), 100),
    ("IND-8", NOTHING, declare("50 %", "documented"), 30),
    ("IND-8", listed(MIT=3, none=1), None, 45),
    ("IND-8", listed(MIT=1), None, 60),
    ("IND-8", listed(MIT=1), declare("100 %"), 100),
    ("IND-8", listed(MIT=3, none=1), declare("100 %"), 75),
    ("IND-8", listed(MIT=3, SSPL_1_0=1), declare("100 %", "documented"), 45),
    ("IND-8", listed(MIT=1), declare("75 %", "documented"), 45),
    ("IND-8", listed(MIT=1), declare("75 %", "claimed"), 45),
    ("IND-8", listed(none=4), declare("100 %"), 0),
    ("IND-8", listed(none=4), None, 0),
    # IND-9: full at 40 %, nothing at 100 %.
    ("IND-9", NOTHING, declare("70 %"), 50),
    ("IND-9", held("a", "b", "c"), None, 0),  # names without a document are a claim
    ("IND-9", held("a", "a", "b", "c", "d"), declare("40 %"), 100),
    ("IND-9", held("a", "a", "a", "b", "c"), declare("40 %"), 200 / 3),
    ("IND-9", held("a", "b", "c"), declare("70 %"), 50),
    ("IND-9", held("a", "a", "a"), declare("40 %"), 0),
    ("IND-9", held("a", "a", "a"), None, 0),
    # DAT-6: a taken export is a proof when its format is documented.
    ("DAT-6", NOTHING, declare(BOTH), 100),
    ("DAT-6", NOTHING, declare(["citizen"], "documented"), 30),
    ("DAT-6", exports(WHOLE, Tries(1135, 1135)), None, 100),
    ("DAT-6", exports(WHOLE, Tries(1135, 1135)), declare(["citizen"], "claimed"), 100),
    ("DAT-6", exports(WHOLE, Tries(100, 100), documented=False), None, 60),
    ("DAT-6", exports(WHOLE, Tries(100, 100), documented=False), declare(BOTH), 100),
    ("DAT-6", exports(HALF, Tries(100, 80)), declare(BOTH), 65),
    ("DAT-6", exports(WHOLE), declare(BOTH), 50),
    ("DAT-6", exports(NONE, Tries(1, 0)), declare(BOTH), 0),
    ("DAT-6", exports(), declare(BOTH), 0),
]


@pytest.mark.parametrize(("id", "facts", "declaration", "score"), CASES)
def test_literal_facts_and_declarations_give_the_score(
    id: str, facts: Given, declaration: Declaration | None, score: float
) -> None:
    result = judged(id, facts, declaration)
    assert result.mark.outcome == "scored", result.reason.en
    assert result.mark.score == pytest.approx(score)
    assert all(
        (result.shown.fr, result.shown.en, result.reason.fr, result.reason.en, result.evidence.en)
    )


def test_every_mixed_criterion_has_a_full_a_partial_and_a_zero_case() -> None:
    scores = [(id, score) for id, facts, _, score in CASES if facts]
    assert len(MIXED) == 5
    assert {id for id, score in scores if score >= 100} == MIXED
    assert {id for id, score in scores if 0 < score < 100} == MIXED
    assert {id for id, score in scores if score == 0} == MIXED


@pytest.mark.parametrize("id", sorted(MIXED))
def test_without_evidence_a_missing_declaration_counts_as_a_claim(id: str) -> None:
    result = judged(id)
    assert (result.mark.outcome, result.mark.score) == ("scored", 0)
    assert result.reason.en == (
        "There is no declaration. This counts as a claim without a document. Nothing seen."
    )


@pytest.mark.parametrize("id", ["FRU-6", "HUM-5"])
def test_a_good_result_without_declaration_has_no_points(id: str) -> None:
    result = judged(id, read(markup([], [])))
    assert (result.mark.outcome, result.mark.score) == ("scored", 0)
    assert "There is no declaration." in result.reason.en
    assert result.evidence.fr


@pytest.mark.parametrize(
    ("id", "facts", "measured"),
    [
        ("FRU-6", read(markup([], [])), True),
        ("DAT-6", exports(WHOLE, WHOLE), True),
        ("IND-8", listed(MIT=1), False),
        ("IND-9", held("a", "b", "c"), False),
        ("DAT-6", NOTHING, False),
    ],
)
def test_documents_of_the_operator_are_not_measured(id: str, facts: Given, measured: bool) -> None:
    values = {"FRU-6": ["phone"], "DAT-6": ["citizen"], "IND-8": "50 %", "IND-9": "50 %"}
    assert judged(id, facts, declare(values[id])).mark.measured == measured


def test_a_bill_of_materials_outweighs_an_old_document() -> None:
    old = declare("100 %", date="2024-01-01")  # half of its worth is gone
    assert judged("IND-8", listed(MIT=1), old).mark.score == pytest.approx(60)


def test_the_finding_names_the_components_and_the_hash_of_the_file() -> None:
    result = judged("IND-8", listed(MIT=1, SSPL_1_0=7))
    assert result.shown.en == "12.5% (1 of 8)"
    assert "0 (SSPL-1-0)" in result.reason.en
    assert "5 (SSPL-1-0) and 1 more." in result.reason.en
    assert f"components, `sha256:{'f' * 64}`." in result.evidence.en
    assert "publiccode.yml: EUPL-1.2, https://forge.example/guichet." in result.reason.en
    hidden = judged("IND-8", {**listed(MIT=1), "published": ""})
    assert "Le service ne publie pas de publiccode.yml." in hidden.reason.fr


def test_the_finding_explains_the_combined_score() -> None:
    result = judged("IND-8", listed(MIT=1), declare("75 %", "documented"))
    assert result.reason.fr.endswith(
        "Retenu : 75 points, le moins bon du déclaré et du mesuré, à 60\N{NARROW NO-BREAK SPACE}% "
        "selon le niveau de preuve."
    )
    assert "at 100% for the evidence level." in judged("DAT-6", exports(WHOLE, WHOLE)).reason.en


def test_the_finding_names_the_largest_provider_and_its_functions() -> None:
    result = judged("IND-9", held("Nuage", "Autre", "Nuage", "Tiers"))
    assert result.shown.fr == "2 sur 4"
    assert (
        "Le plus gros fournisseur, Nuage, assure 2 fonctions sur 4 : p0 et p2."
    ) in result.reason.fr


def test_the_finding_describes_the_exports() -> None:
    facts = exports(
        HALF, Tries(9, 8), documented=False, formats=("CSV", "JSON"), missing=("citizen.file",),
        failures=("status 404",), opaque=True,
    )  # fmt: skip
    result = judged("DAT-6", facts)
    assert result.shown.fr == "69,4 points"
    assert result.reason.en.startswith(
        "There is no declaration. Export by users, complete files: 3 of 6. Export by the "
        "administration, receipts in it: 8 of 9. Formats: CSV, JSON. One export has no known "
        "open format. Missing in a file: citizen.file. An export failed (“status 404”). No page "
        "documents the format."
    )
    assert "Un export a échoué (message technique : « statut 404 »)." in result.reason.fr


@pytest.mark.parametrize("id", ["IND-8", "HUM-5", "DAT-6"])
def test_a_declaration_that_does_not_fit_is_an_error(id: str) -> None:
    facts = {**read(markup([], [])), **exports(WHOLE, WHOLE), **listed(MIT=1)}
    assert judged(id, facts, declare("beaucoup")).mark.outcome == "error"


def test_the_advice_about_a_declaration_needs_a_faultless_measurement() -> None:
    result = judged("HUM-5", read(markup([], [])), declare("82 %"))
    assert result.remedy is not None
    assert result.remedy.en.startswith("82% is declared; 100% has all of the points.")
    assert judged("HUM-5", read(markup(["title"], [])), declare("82 %")).remedy is None
