"""Words beside a number that make it a phone number, a fax number or a number of a request."""

import re

# “Numéro” alone announces nothing: it may be a number of a request.
_PHONE_WORD = (
    r"(?:t[ée]l(?:[ée]phon\w*|s)?\b|(?:r?appel|joign|joind|compos|contact|renseign|assist)\w*"
    r"|all[oô]\b|accueil\b|standard\b|permanence\b|hotline\b|aide\b|question"
    r"|num[ée]ro (?:vert|azur|gratuit|unique|court|d['’](?:appel|urgence))"
    r"|calls?\b|call(?:ing)? us|dial\b|(?:tele|free)?phone\b|helpline\b|help desk\b|enquir"
    r"|switchboard\b|samu\b|police\b|pompiers\b|urgences?\b|emergency\b)"
)
# A person answers for a request, so a grouped number after "dossier :" is a phone number.
_REQUEST = (
    r"(?:dossier|demande|commande|order|facture|invoice|compte|account|contrat|contract|request"
    r"|application|page|article|suivi|suivre|enregistrement|document|file)"
)
_NEVER_PHONE = (
    r"(?:isbn|issn|ean|siret|siren|rcs|rna|iban|bic|tva|vat|insee|cerfa|entreprise|company"
    r"|r[ée]f|r[ée]f[ée]rence|reference|ref|version|v|build|identifiant|id|code|ticket|case"
    r"|receipt|r[ée]c[ée]piss[ée]|re[çc]u|accus[ée]|tracking|trace|horodatage|timestamp"
    r"|token|jeton|key|cl[ée]|captcha|d[ée]cret|loi|arr[êe]t[ée]|licen[cs]e|s[ée]rie|serial|doi"
    r"|lot|parcelle)"
)
_NUMBER_OF = r"(?:n°|(?:nos?|num[ée]ros?|number|nr|est|is)\b)"
NO_PHONE_WORD = re.compile(
    rf"\b(?:{_NEVER_PHONE}\b|{_REQUEST}\b(?=[\s.:#/(«-]*{_NUMBER_OF}))"
    rf"(?:[\s.:#/(«-]|{_NUMBER_OF})*$"
    # "Numéro de dossier : 01 40 20 50 50".
    rf"|{_NUMBER_OF}\s?(?:d['’]|de (?:la |votre |l['’])?|of (?:the |your )?){_REQUEST}\b[\s.:]*$",
    re.IGNORECASE,
)
REQUEST_WORD = re.compile(rf"\b{_REQUEST}\b(?:[\s.:#/(«-]|{_NUMBER_OF})*$", re.IGNORECASE)
# A fax line has no person at its end, unless the same number is announced as a telephone too.
_FAX = r"(?:t[ée]l[ée]copie\w*|(?:t[ée]l[ée])?fax|facsimile)\b"
FAX_BEFORE = re.compile(
    rf"\b{_FAX}(?:[\s.:()-]|le\b|au\b|at\b|n°|num[ée]ro\b|number\b|est\b|is\b)*$", re.IGNORECASE
)
PHONE_AND_FAX = re.compile(
    rf"\b{_PHONE_WORD}[\s.:/,&+-]*(?:(?:et|ou|and|or)\s)?\s*{_FAX}[^\w]*\w*[^\w]*$", re.IGNORECASE
)
FAX_AFTER = re.compile(rf"\s?\(\s?{_FAX}", re.IGNORECASE)
ANNOUNCED_BEFORE = re.compile(rf"\b{_PHONE_WORD}[^.!?]{{0,40}}$", re.IGNORECASE)
ADJACENT = re.compile(
    rf"\b{_PHONE_WORD}(?:[\s.:()-]|nous\b|us\b|le\b|au\b|on\b|at\b|the\b|n°|num[ée]ro\b"
    r"|number\b|service\b)*$",
    re.IGNORECASE,
)
# Ten digits without a space are a number of a request, unless a word of phones or offices is near.
_OFFICE = (
    r"(?:mairies?|pr[ée]fectures?|guichets?|bureaux?|services?|secr[ée]tariat|lignes?|ville|h[ôo]tel"
    r"|mobile|portable|fixe|agents?|office|council|hall|desk|line)\b"
)
OFFICE_BEFORE = re.compile(
    rf"\b(?:{_PHONE_WORD}|{_OFFICE})(?:(?!\b(?:{_REQUEST}|num[ée]ro|number)\b)[^.!?]){{0,40}}$"
    rf"|\b{_PHONE_WORD}(?:[^.!?]{{0,20}}|s?\s?\?\s*)$"
    # Nothing, an address or an e-mail address.
    r"|^\s*$|\d{4,5} (?-i:[A-ZÀ-Ý])[\w'’ -]{1,30}[,·|-]? ?$|@[\w.-]+ ?[,·|-]? ?$",
    re.IGNORECASE,
)
CALL_AFTER = re.compile(
    r"\s?[(,–-]?\s?(?:appel|service|gratuit|prix|non surtax|du lundi|de \d|free|monday|from \d)",
    re.IGNORECASE,
)
NEAR = re.compile(
    r"(?:appel|compos|t[ée]l\b|t[ée]l[ée]ph|num[ée]ro|joign|all[oô]\b)[^.!?]{0,60}$", re.IGNORECASE
)
AFTER_SHORT = re.compile(
    r"\s*(?:$|[,.;:!?()/|–—-]|(?:ou|et|or|and|pour|for|from|depuis|en|si|in|if|to|gratuit|free"
    r"|service|appel|tous|every)\b)",
    re.IGNORECASE,
)
