"""JUnit, Markdown, badge, OpenMetrics: what each machine reads."""

from xml.etree import ElementTree as Xml

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from epreuve.reports import badge, junit, markdown, openmetrics
from epreuve.reports.assessment import Assessment, Outcome


def cases(assessment: Assessment) -> dict[str, Xml.Element]:
    suites = Xml.fromstring(junit.render(assessment, "en"))
    return {case.attrib["name"].split()[0]: case for case in suites.iter("testcase")}


def test_junit_one_case_a_criterion(bad: Assessment) -> None:
    told = cases(bad)
    assert list(told) == [f.id for f in bad.findings]
    failed = {name for name, case in told.items() if case.find("failure") is not None}
    assert failed == {f.id for f in bad.findings if f.score is not None and f.score < 50}


def test_junit_counts(bad: Assessment) -> None:
    for suite in Xml.fromstring(junit.render(bad, "en")):
        assert int(suite.attrib["tests"]) == len(suite)
        assert int(suite.attrib["failures"]) == len(suite.findall("*/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("*/skipped"))


@pytest.mark.parametrize(
    ("outcome", "tag"),
    [("inconclusive", "skipped"), ("not_applicable", "skipped"), ("error", "error")],
)
def test_junit_other_outcomes(good: Assessment, outcome: Outcome, tag: str) -> None:
    first = good.findings[0].model_copy(update={"outcome": outcome, "score": None})
    told = cases(good.model_copy(update={"findings": (first,)}))[first.id].find(tag)
    assert told is not None
    assert told.attrib["message"] == first.reason.en


def test_markdown_holds_no_markup_of_a_service(hostile: Assessment) -> None:
    told = markdown.render(hostile, "en")
    assert "<script" not in told
    assert r"\[a\]\(javascript:x\)" in told
    assert told.count("\n## ") == 0


def test_markdown_says_what_matters(bad: Assessment) -> None:
    told = markdown.render(bad, "fr")
    for words in ("## E — ", "plancher", "Des démarches confirmées ont été perdues.", "| Avant |"):
        assert words in told


@pytest.mark.parametrize(("name", "letter"), [("good", "B"), ("bad", "E"), ("unranked", "–")])
def test_badge(name: str, letter: str, request: pytest.FixtureRequest) -> None:
    told = badge.render(request.getfixturevalue(name), "en")
    title = Xml.fromstring(told).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert (title.text or "").startswith(f"epreuve: {letter}, ")
    assert len(told) < 1000


def test_openmetrics_is_read_back(bad: Assessment, unranked: Assessment) -> None:
    for assessment in (bad, unranked):
        families = text_string_to_metric_families(openmetrics.render(assessment, "en"))
        samples = {s.name: s.value for family in families for s in family.samples}
        assert samples["epreuve_floor"] == assessment.result.floor
        assert samples["epreuve_knockouts"] == len(assessment.result.knockouts)


def test_openmetrics_leaves_the_unknown_out(unranked: Assessment) -> None:
    families = text_string_to_metric_families(openmetrics.render(unranked, "en"))
    criteria = next(f for f in families if f.name == "epreuve_criterion_score")
    told = {sample.labels["criterion"] for sample in criteria.samples}
    assert told == {f.id for f in unranked.findings if f.score is not None}


def test_openmetrics_survives_hostile_labels(hostile: Assessment) -> None:
    families = list(text_string_to_metric_families(openmetrics.render(hostile, "en")))
    assert len(families) == 11
