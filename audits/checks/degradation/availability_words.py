"""Words that say whether a service works, in French and English (DEG-6)."""

import re

_SERVICE = (
    r"\b(?:(?:t[ée]l[ée])?services?|sites?|guichets?|t[ée]l[ée]phones?|t[ée]l[ée]phoni(?:e|que)"
    r"|standard|accueil|applications?|portails?|plateformes?|syst[èe]mes?|d[ée]marches?|serveurs?"
    r"|apis?|paiements?|connexion|messagerie|r[ée]seau|internet|website|systems?|platform|portal"
    r"|servers?|login|sign[- ]in|payments?|helpline|phone|desk|counter|network)\b"
)
_ADVERBS = (
    r"(?:(?:\w+ment|\w+ly|de nouveau|[àa] nouveau|toujours|encore|tous|toutes|all|now|again|back"
    r"|still|not|pas|non|plus|et|and)\s+){0,2}"
)
_IS = (
    r"\b(?:est|sont|(?:a|ont) [ée]t[ée]|sera|seront|redevien(?:t|nent)|reste(?:nt)?|demeure(?:nt)?"
    r"|n['’]est|ne sont|is|are|was|were|(?:has|have) been|will be|remains?)\b"
)
# What can be had somewhere, as a form at the town hall, is no state of a service.
_NOWHERE = (
    r"(?!\s+(?:sur|en (?:mairie|t[ée]l[ée]chargement|fran[çc]ais|anglais|plusieurs)|au|aux|[àa]\b"
    r"|dans|pour|gratuitement|on|at|for|in (?:english|french|the|several)|from|to|as|upon)\b)"
)
_AT_HAND = rf"(?:disponibles?|accessibles?|available|accessible)\b{_NOWHERE}"
_WORKS = (
    r"(?:fonctionne(?:nt)?(?: (?:normalement|bien|de nouveau|[àa] nouveau))?"
    r"(?!\s+(?:sur|avec|gr[âa]ce|comme|selon))|(?:works?|working)(?!\s+(?:with|by|on|for|hours)))\b"
)
_STATE = (
    r"(?:indisponibles?|interrompue?s?|perturbée?s?|r[ée]tablie?s?|en (?:panne|maintenance)"
    r"|coupée?s?|hors (?:service|ligne)|dégradée?s?|saturée?s?"
    r"|op[ée]rationnel(?:le)?s?|operational|unavailable|degraded|disrupted|interrupted|restored"
    r"|down(?! to)|offline|out of (?:service|order)|under maintenance|up(?: and running)?(?! to))\b"
)
_TROUBLE = (
    r"\b(?:pannes?|interruptions?|perturbations?|coupures?|indisponibilit[ée]s?"
    r"|outages?|disruptions?|downtime)\b"
)
_PATTERNS = (
    # Of a service: it is available, it works, it is down, or “Guichet : perturbé”.
    rf"{_SERVICE}[^.!?;:]{{0,30}}?{_IS}\s+{_ADVERBS}(?:{_AT_HAND}|{_STATE}|{_WORKS})",
    rf"{_SERVICE}(?: en ligne| online)?\s*[,–—-]?\s+{_ADVERBS}(?:{_AT_HAND}|{_STATE}|{_WORKS})",
    rf"{_SERVICE}[^.!?;:]{{0,30}}?\b(?:n['’]|ne\s+)?{_WORKS}",
    rf"{_TROUBLE}(?:\s*:|\s+(?:du|de|des|sur|of|on|to|in|with)\b)?"
    rf"(?:\s+(?:le|la|les|l['’]|nos|notre|the|our|online))*\s*{_SERVICE}",
    rf"{_SERVICE}[^.!?;:]{{0,30}}?\bne (?:fonctionne|r[ée]pond)\b",
    # Of a name that is unknown here: “FranceConnect : disponible”.
    rf"[\w)]\s?(?::|–|—|\s-)\s+{_ADVERBS}(?:{_AT_HAND}|{_STATE}|{_WORKS})",
    # Of anything.
    r"\b(?:indisponibles?|unavailable|degraded performance|(?:partial|major) outage|en panne)\b"
    r"|\baucune? (?:incident|perturbation|panne)\b"
    r"|\bno (?:known )?(?:incidents?|issues|outages?)\b|\ball systems\b",
    # A cell of a table.
    r"(?-i:\b(?:Operational|Opérationnel(?:le)?s?)\b)(?!\s+(?:D|d[eu]\b|d['’]|[Tt]eam|[Cc]ent))",
)
_AVAILABILITY = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def states_availability(text: str) -> bool:
    """Return whether a visible text says that a service works, or that it does not [A]."""
    return _AVAILABILITY.search(text) is not None
