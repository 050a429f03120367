"""Names over one line of time in the terminal."""


def drawn_name(name: str, columns: int) -> str:
    """Return a name of exactly `columns` characters: shortened, or filled with dots.

    It leaves two columns free, because the next name may begin one column earlier.
    """
    room = columns - 2
    if len(name) > room:
        name = f"{name[: room - 1]}…" if room > 1 else name[:1]
    return f"{name:·<{columns}}"[:columns]
