"""Check that the browser of a plan is installed."""

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.probes.browser.devtools import BROWSERS, find_chromium


def check_browser(plan: Plan) -> None:
    """Raise Misuse where a plan needs Chromium and there is none."""
    if plan.browser and find_chromium() is None:
        raise Misuse(
            translate(
                "--browser: none of {programs} is on PATH; install one",
                programs=", ".join(BROWSERS),
            )
        )
