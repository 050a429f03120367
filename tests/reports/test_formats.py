"""JUnit, Markdown, badge and OpenMetrics."""

from xml.etree import ElementTree as Xml

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from epreuve.reports import badge, junit, markdown, openmetrics
from epreuve.reports.assessment import Assessment, CriterionOutcome


def cases(assessment: Assessment) -> dict[str, Xml.Element]:
    suites = Xml.fromstring(junit.render(assessment, "en"))
    return {case.attrib["name"].split()[0]: case for case in suites.iter("testcase")}


def test_junit_one_case_per_criterion(bad: Assessment) -> None:
    by_id = cases(bad)
    assert list(by_id) == [f.id for f in bad.findings]
    failed = {name for name, case in by_id.items() if case.find("failure") is not None}
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
def test_junit_other_outcomes(good: Assessment, outcome: CriterionOutcome, tag: str) -> None:
    first = good.findings[0].model_copy(update={"outcome": outcome, "score": None})
    result = cases(good.model_copy(update={"findings": (first,)}))[first.id].find(tag)
    assert result is not None
    assert result.attrib["message"] == first.reason.en


def test_markdown_escapes_the_text_of_a_service(hostile: Assessment) -> None:
    text = markdown.render(hostile, "en")
    assert "<script" not in text
    assert r"\[a\]\(javascript:x\)" in text
    assert text.count("\n## ") == 0


def test_markdown_content(bad: Assessment) -> None:
    text = markdown.render(bad, "fr")
    for part in ("## E — ", "plancher", "Des démarches confirmées ont été perdues.", "| Avant |"):
        assert part in text


@pytest.mark.parametrize(("name", "letter"), [("good", "B"), ("bad", "E"), ("unranked", "–")])
def test_badge(name: str, letter: str, request: pytest.FixtureRequest) -> None:
    image = badge.render(request.getfixturevalue(name), "en")
    title = Xml.fromstring(image).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert (title.text or "").startswith(f"epreuve: {letter}, ")
    assert len(image) < 1000


def test_openmetrics_can_be_parsed(bad: Assessment, unranked: Assessment) -> None:
    for assessment in (bad, unranked):
        families = text_string_to_metric_families(openmetrics.render(assessment, "en"))
        samples = {s.name: s.value for family in families for s in family.samples}
        assert samples["epreuve_floor"] == assessment.result.floor
        assert samples["epreuve_knockouts"] == len(assessment.result.knockouts)


def test_openmetrics_without_unknown_figures(unranked: Assessment) -> None:
    families = text_string_to_metric_families(openmetrics.render(unranked, "en"))
    criteria = next(f for f in families if f.name == "epreuve_criterion_score")
    ids = {sample.labels["criterion"] for sample in criteria.samples}
    assert ids == {f.id for f in unranked.findings if f.score is not None}


def test_openmetrics_with_hostile_labels(hostile: Assessment) -> None:
    families = list(text_string_to_metric_families(openmetrics.render(hostile, "en")))
    assert len(families) == 11
