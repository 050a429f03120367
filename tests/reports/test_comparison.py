"""Comparison: same conditions required, differences shown."""

import csv
import io

import pytest

from epreuve.audits.messages.texts import error_text
from epreuve.reports import html, markdown, spreadsheet, terminal
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import NOISE, NotComparable, compare


def test_two_at_least(good: Assessment) -> None:
    with pytest.raises(NotComparable, match="two runs or more, 1 given"):
        compare([good])


@pytest.mark.parametrize(
    ("part", "change", "reason"),
    [
        ("crisis", {"id": "tempete"}, "crisis differs: 'crue-fibre' in run .*'tempete'"),
        (
            "crisis",
            {"variation_seed": 3},
            "variation seed of the crisis differs: none in run .*'3'",
        ),
        ("grid", {"sha256": "00"}, "grid .* differs"),
        ("run", {"seed": 7}, "seed differs: '20261121' in run .*'7'"),
        ("run", {"scale": 60}, "scale differs: 300 in run .*60 in"),
        ("service", {"normal_peak": 0.75}, "normal peak .* differs: 90 in run .*45 in"),
        ("service", {"critical_peak": 0.5}, "journeys that decide .* differs: 60 in run .*30 in"),
        ("service", {"patience": 60}, "patience of users .* differs: 30 in run .*60 in"),
    ],
)
def test_refuses_other_conditions(
    good: Assessment, bad: Assessment, part: str, change: dict[str, object], reason: str
) -> None:
    other = bad.model_copy(update={part: getattr(bad, part).model_copy(update=change)})
    with pytest.raises(NotComparable, match=reason):
        compare([good, other])


def test_a_scale_has_the_decimal_mark_of_the_language(good: Assessment, bad: Assessment) -> None:
    other = bad.model_copy(update={"run": bad.run.model_copy(update={"scale": 1.5})})
    with pytest.raises(NotComparable) as raised:
        compare([good, other])
    assert "1.5 in run" in error_text(raised.value).en
    assert "1,5 dans" in error_text(raised.value).fr


def test_refuses_other_criteria(good: Assessment, bad: Assessment) -> None:
    other = bad.model_copy(update={"findings": bad.findings[1:]})
    with pytest.raises(NotComparable, match="criterion CON-1 is not in every run"):
        compare([good, other])


def test_equal_runs_have_no_difference(good: Assessment) -> None:
    comparison = compare([good, good])
    assert comparison.differences == ()
    sentence = "Aucun critère ne diffère de 5 points ou plus."
    for text in (
        terminal.render_comparison(comparison, "fr"),
        markdown.render_comparison(comparison, "fr"),
        html.render_comparison(comparison, "fr"),
    ):
        assert sentence in text
    assert "Critères qui diffèrent" not in terminal.render_comparison(comparison, "fr")


def with_first_score(assessment: Assessment, score: float) -> Assessment:
    first = assessment.findings[0].model_copy(update={"score": score, "outcome": "scored"})
    return assessment.model_copy(update={"findings": (first, *assessment.findings[1:])})


@pytest.mark.parametrize(("gap", "count"), [(NOISE - 0.1, 0), (NOISE, 1)])
def test_small_gaps_are_left_out(good: Assessment, gap: float, count: int) -> None:
    comparison = compare([with_first_score(good, 50), with_first_score(good, 50 + gap)])
    assert len(comparison.differences) == count


def test_another_outcome_is_a_difference(good: Assessment) -> None:
    first = good.findings[0].model_copy(update={"outcome": "inconclusive", "score": None})
    other = good.model_copy(update={"findings": (first, *good.findings[1:])})
    assert [d.outcomes for d in compare([good, other]).differences] == [("scored", "inconclusive")]


def test_names_are_different(good: Assessment, bad: Assessment) -> None:
    assert compare([bad, good]).names == ("Portail Intégral", "Atelier du Libre")
    rerun = good.model_copy(update={"run": good.run.model_copy(update={"id": "later"})})
    assert compare([good, rerun]).names[1] == "Guichet de Saint-Exemple · later"


def test_spreadsheet_runs_no_formula(good: Assessment) -> None:
    service = good.service.model_copy(update={"supplier": "=cmd()"})
    attacker = good.model_copy(update={"service": service})
    table = spreadsheet.render_comparison(compare([attacker, good]), "en")
    assert next(csv.reader(io.StringIO(table)))[2] == "'=cmd()"


def test_spreadsheet_in_each_language(good: Assessment, bad: Assessment) -> None:
    comparison = compare([bad, good])
    fr = list(
        csv.reader(io.StringIO(spreadsheet.render_comparison(comparison, "fr")), delimiter=";")
    )
    en = list(csv.reader(io.StringIO(spreadsheet.render_comparison(comparison, "en"))))
    assert fr[2][2].replace(",", ".") == en[2][2]
    assert len(fr) == len(en) == 6 + 9 + len(comparison.differences) + 1 + 4
    assert [row[0] for row in en[-4:]] == [
        "Right to test", "Resilience targets", "Logs", "Reversibility",
    ]  # fmt: skip


def test_another_bench_is_a_caution(good: Assessment, bad: Assessment) -> None:
    bench = bad.bench.model_copy(update={"engine": "toxiproxy 2.12.0", "power": "none"})
    cautions = compare([good, bad.model_copy(update={"bench": bench})]).cautions
    assert [text.en for text in cautions] == [
        "The runs have different fault engines: embedded 2.12.0 / toxiproxy 2.12.0.",
        "The runs have different power cut levels: process / none.",
    ]
    assert compare([good, bad]).cautions == ()
