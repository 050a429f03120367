"""Which kind of dependency a host looks like, from its name."""

import re

_LOOKS = (
    ("ID", r"franceconnect|agentconnect|proconnect|login|sso|auth|idp|keycloak|accounts\."),
    ("PAY", r"payfip|paiement|payment|paypal|stripe|pay\."),
    ("MAP", r"tile|openstreetmap|mapbox|maps|geoportail|geopf|ign\.fr"),
    ("CONF", r"font|analytics|matomo|gtm|googletag|captcha|axeptio|didomi|chat|crisp|hotjar|stats"),
    ("API", r"api\.|entreprise|adresse\.data"),
)


def likely_set(host: str) -> str:
    """A set of the profile; CDN when the name says nothing."""
    return next((code for code, pattern in _LOOKS if re.search(pattern, host, re.I)), "CDN")
