"""The page that a session received last, to which `submit` and `follow` apply."""

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import Verdict


def keep_page(step: Step, response: HttpResponse, verdict: Verdict, variables: Variables) -> None:
    """Keep the page of a step that succeeded; a response to a script is no page."""
    if verdict.outcome == "success" and step.is_navigation and response.is_html:
        variables.page = response
