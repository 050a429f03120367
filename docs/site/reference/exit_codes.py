"""Exit codes, from `errors.EXIT_CODES`."""

from epreuve.audits.errors import EXIT_CODES
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
    rows = [(str(each.code), pair(each.fr, each.en, language)) for each in EXIT_CODES]
    return {"exit-codes": f"# {title}\n\n{lead}\n\n{table(head, rows)}"}
