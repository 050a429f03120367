"""Words of pages, links and operations by which users file something."""

from epreuve.audits.drafts.field_name import words_of

_FILING = frozenset({
    "new", "create", "add", "report", "request", "submit", "apply", "application", "file", "book",
    "ask", "issue", "ticket", "claim", "complaint", "contact", "register", "registration",
    "nouveau", "nouvelle", "creer", "créer", "ajouter", "signaler", "signalement", "demande",
    "demander", "deposer", "déposer", "depot", "dépôt", "declarer", "déclarer", "declaration",
    "déclaration", "reclamation", "réclamation", "inscrire", "inscription", "reserver",
    "réserver", "reservation", "réservation", "envoyer", "saisir", "formulaire", "form", "post",
    "demarche", "démarche", "dossier", "dossiers", "actes", "acte",
})  # fmt: skip
_OTHER = frozenset({
    "login", "logon", "signin", "connexion", "connecter", "identification", "auth", "oauth",
    "authenticate", "token", "tokens", "session", "sessions", "password", "passe", "oubli", "reset",
    "forgot", "forgotten", "lost", "search", "recherche", "rechercher", "find", "filter",
    "newsletter", "subscribe", "abonner", "abonnement", "lettre", "infolettre", "logout",
    "deconnexion", "déconnexion", "preferences", "préférences", "cookies", "language", "langue",
    "theme", "settings", "bulk", "batch", "diff", "revisions", "history",
    "webhook", "webhooks", "vote", "refresh",
})  # fmt: skip


def weight_of_words(text: str) -> int:
    """Return a weight: above 0 for filing something, below 0 for logging in or searching."""
    words = set(words_of(text))
    filing, other = len(words & _FILING), len(words & _OTHER)
    return min(2, filing) * 2 - min(2, other) * 4
