"""Kind of a dependency, guessed from its host name."""

import re

_PATTERNS = (
    ("ID", r"franceconnect|agentconnect|proconnect|login|sso|auth|idp|keycloak|accounts\."),
    ("PAY", r"payfip|paiement|payment|paypal|stripe|pay\."),
    ("MAP", r"tile|openstreetmap|mapbox|maps|geoportail|geopf|ign\.fr"),
    ("CONF", r"font|analytics|matomo|gtm|googletag|captcha|axeptio|didomi|chat|crisp|hotjar|stats"),
    ("API", r"api\.|entreprise|adresse\.data"),
)


def likely_set(host: str) -> str:
    """Return the likely set of a host, CDN by default."""
    return next((code for code, pattern in _PATTERNS if re.search(pattern, host, re.I)), "CDN")
