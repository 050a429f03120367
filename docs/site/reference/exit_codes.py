"""Exit codes, from `gates.exit_codes`."""

from epreuve.audits.gates.exit_codes import exit_codes
from reference.sentences import Language, pair, table


def pages(language: Language) -> dict[str, str]:
    """One page: a line a code."""
    title = pair("Codes de sortie", "Exit codes", language)
    lead = pair(
        "Un seul sens chacun, le même pour tous les verbes. Sans donnée, rien n'est validé.",
        "One meaning each, the same for every verb. No data never passes.",
        language,
    )
    head = ("code", pair("sens", "meaning", language))
    rows = [(str(code), meaning.of(language)) for code, meaning in exit_codes().items()]
    return {"exit-codes": f"# {title}\n\n{lead}\n\n{table(head, rows)}"}
