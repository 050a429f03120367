"""Requests with which a service signs a user in at an identity provider, by their path."""

import re

# OpenID Connect, SAML 2 and CAS. `/token` is not among them: a service also gets tokens of its own.
_REQUEST = re.compile(
    rb"(?:GET|POST) (?:https?://[^/\s]*)?/[^?\s]*?(?:\.well-known/openid-configuration|\bauthorize"
    rb"|\buserinfo|\bjwks|\bsaml2?\b|\b(?:p3/)?serviceValidate|\bsamlValidate)",
    re.IGNORECASE,
)


def is_sign_in(data: bytes) -> bool:
    """Return whether bytes begin with such a request."""
    return data.startswith((b"GET /", b"POST /", b"GET http", b"POST http")) and bool(
        _REQUEST.match(data)
    )
