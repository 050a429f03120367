"""What the run did not test."""

from collections.abc import Iterator

from epreuve.audits.crises.limits import limits
from epreuve.audits.planning.plan import Plan
from epreuve.reports.text import Text


def not_tested(plan: Plan) -> Iterator[Text]:
    """One sentence for each gap, from the plan alone."""
    if not plan.profile.dependencies:
        yield Text(
            fr="Aucune dépendance n'était derrière un mandataire : pannes des tiers non jouées.",
            en="No dependency was behind a proxy: third-party failures were not played.",
        )
    if not plan.browser:
        yield Text(
            fr="Pages lues par l'analyseur HTML : aucun script n'a tourné, ce qu'ils chargent "
            "n'est pas compté (`--browser` fait lire les pages par Chromium).",
            en="Pages read by the HTML parser: no script was run, what they load is not counted "
            "(`--browser` has pages read by Chromium).",
        )
    if plan.profile.power.level == "none":
        yield Text(fr="Le courant n'a pas été coupé.", en="The power was not cut.")
    elif plan.profile.power.level == "process":
        yield Text(
            fr="Coupure au niveau « process » : les processus sont tués, mais le noyau garde son "
            "cache. Des écritures non synchronisées pourraient encore se perdre.",
            en="Power cut at level “process”: processes are killed but the kernel keeps its cache. "
            "Writes that were not synced could still be lost.",
        )
    yield from limits(plan.crisis, plan.profile)
    if plan.scale > 1:
        yield Text(
            fr=f"Durées comprimées {plan.scale:g} fois; une fenêtre courte ne vaut pas des heures.",
            en=f"Durations compressed {plan.scale:g} times; a short window is not hours.",
        )
