"""Page of the exit codes, from `gates.exit_codes`."""

from epreuve.audits.gates.exit_codes import exit_codes
from epreuve.reports.language import Language
from reference.sentences import pair, table


def pages(language: Language) -> dict[str, str]:
    """Return one page, with one row per code."""
    title = pair("Codes de sortie", "Exit codes", language)
    lead = pair(
        "Chaque code a un seul sens, le même pour toutes les commandes. Sans données, aucun seuil "
        "n’est atteint. Pour `epreuve rehearse`, 0 : le profil fonctionne ; 1 : il ne fonctionne "
        "pas.",
        "Each code has one meaning, the same for every command. Missing data never passes. For "
        "`epreuve rehearse`, 0: the profile works; 1: it does not.",
        language,
    )
    head = ("code", pair("sens", "meaning", language))
    rows = [(str(code), meaning.of(language)) for code, meaning in exit_codes().items()]
    return {"exit-codes": f"# {title}\n\n{lead}\n\n{table(head, rows)}"}
