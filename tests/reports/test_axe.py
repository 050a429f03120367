"""axe-core finds no accessibility violation in the pages."""

import pytest

from epreuve.reports import history_html, kit_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.history import history
from epreuve.reports.html import render, render_comparison
from tests.harness import programs
from tests.reports.browser import measure

pytestmark = [
    pytest.mark.slow,
    pytest.mark.process,
    pytest.mark.needs_chromium,
    pytest.mark.needs_axe,
]

# Opens every <details> first: axe ignores hidden content.
VIOLATIONS = """(page.document.querySelectorAll("details").forEach(details => details.open = true),
    page.axe.run(page.document).then(result => result.violations.map(violation =>
    violation.id + ": " + violation.nodes.slice(0, 3)
        .map(node => node.html.slice(0, 120)).join(" / "))))"""


def violations(page: str, width: int) -> list[str]:
    path = programs.axe()
    assert path is not None
    script = path.read_text(encoding="utf-8").replace("</script", "<\\/script")
    result = measure(page, width, VIOLATIONS, script)
    assert isinstance(result, list)
    return result


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["bad", "unranked", "hostile", "bare"])
def test_report(name: str, width: int, request: pytest.FixtureRequest) -> None:
    assert violations(render(request.getfixturevalue(name), "fr"), width) == []


def test_the_other_pages(bad: Assessment, good: Assessment) -> None:
    assert violations(kit_html.render(bad, "en"), 1280) == []
    past = history([("bad", bad), ("good", good)])
    assert violations(history_html.render(past, "en"), 1280) == []
    assert violations(render_comparison(compare([bad, good]), "en"), 1280) == []
