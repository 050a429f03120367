"""Requests with which a service signs a user in at an identity provider, by their path."""

import re

# OpenID Connect, SAML 2 and CAS. A service also gets tokens of its own, for its back office: it
# reads the description of that server (`openid-configuration`), then asks for a token (`/token`).
# To authorise a request of a user there (`POST /files/12/authorize`) is no sign-in either.
_REQUEST = re.compile(
    rb"(?:GET|POST) (?:https?://[^/\s]*)?/[^?\s]*?"
    rb"(?:\bauthorize\?\S*\b(?:client_id|request_uri)=|\buserinfo\b|\bjwks\b|\bsaml2?\b"
    rb"|\b(?:p3/)?serviceValidate\b|\bsamlValidate\b)",
    re.IGNORECASE,
)


def is_sign_in(data: bytes) -> bool:
    """Return whether bytes begin with such a request."""
    return data.startswith((b"GET /", b"POST /", b"GET http", b"POST http")) and bool(
        _REQUEST.match(data)
    )
