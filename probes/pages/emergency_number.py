"""Numbers of emergency services and national help lines: no service answers for itself there."""

import re

_EMERGENCY = re.compile(
    r"1[5-8]|10[012]|11[02-57-9]|144|19[167]|911|999"  # 15, 112, 999…
    r"|3018|3114|3919|3977"  # help lines of France
    r"|116\d{3}"  # European lines of social value: missing children, crime victims
)


def is_emergency(number: str) -> bool:
    """Return whether digits are such a number."""
    return _EMERGENCY.fullmatch(number) is not None
