"""JUnit XML: one test case per criterion, for the test view of a CI pipeline."""

from xml.etree import ElementTree as Xml

from epreuve.reports.assessment import Assessment, Finding
from epreuve.reports.cleaning import cleaned
from epreuve.reports.language import Language
from epreuve.reports.letters import PASS
from epreuve.reports.report import Report
from epreuve.reports.words import Words


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return the report. Criteria without a score are skipped tests, with the reason."""
    assessment, _ = cleaned(assessment), Words(language)
    suites = Xml.Element("testsuites", name="epreuve")
    for family in assessment.result.families:
        findings = [f for f in assessment.findings if f.family == family.code]
        suite = Xml.SubElement(
            suites, "testsuite", name=_.of(family.title), timestamp=assessment.run.started
        )
        cases = [_case(suite, finding, _) for finding in findings]
        suite.set("tests", str(len(cases)))
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    Xml.indent(suites)
    body = Xml.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _case(suite: Xml.Element, finding: Finding, _: Words) -> Xml.Element:
    case = Xml.SubElement(
        suite, "testcase", classname=f"epreuve.{finding.family}", time="0",
        name=f"{finding.id} {_.of(finding.title)}",
    )  # fmt: skip
    reason = _.of(finding.reason)
    if finding.outcome == "error":
        Xml.SubElement(case, "error", message=reason)
    elif finding.outcome != "scored" or finding.score is None:
        Xml.SubElement(case, "skipped", message=reason)
    elif finding.score < PASS:
        message = f"{_.score(finding.score)} / 100: {_.of(finding.shown)}"
        failure = Xml.SubElement(case, "failure", message=message, type=finding.id)
        failure.text = f"{reason}\n{_.of(finding.recommendation)}"
    else:
        Xml.SubElement(case, "system-out").text = f"{_.score(finding.score)} / 100: {reason}"
    return case


REPORT = Report("junit", "junit.xml", render)
