"""Browsers of users, as their headers show them, with their current versions.

Versions and dates of release: caniuse-lite 1.0.30001828, npm, read on 2026-11-30 [S]. Shares: its
worldwide use, moved towards phones as France has them [A]. Each release of this program renews
them: an old version tells that an audit runs.
"""

from typing import Literal, NamedTuple

Engine = Literal["chromium", "firefox", "safari"]

_BRANDS = " (:-./);=?_"  # characters of the invented brand, in Chromium's own order [S: Chromium]
_ORDERS = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
_INVENTED = (8, 99, 24)  # versions of the invented brand [S: Chromium, user_agent_utils.cc]


class Browser(NamedTuple):
    """One browser on one system."""

    engine: Engine
    user_agent: str
    platform: str = ""  # of the client hints; Chromium only
    brand: str = ""
    version: int = 0

    @property
    def is_mobile(self) -> bool:
        """Whether it runs on a telephone."""
        return "Mobile" in self.user_agent

    @property
    def brands(self) -> str:
        """Value of `sec-ch-ua`; Chromium invents one brand and an order for each version."""
        pairs = [f'"{name}";v="{version}"' for name, version in self.named_brands()]
        return ", ".join(pairs)

    def named_brands(self) -> list[tuple[str, str]]:
        """Return the brands of the client hints with their versions, in their order."""
        seed = self.version
        first, second = (_BRANDS[(seed + place) % len(_BRANDS)] for place in (0, 1))
        invented = (f"Not{first}A{second}Brand", str(_INVENTED[seed % 3]))
        names = [invented, ("Chromium", str(seed)), (self.brand, str(seed))]
        order = _ORDERS[seed % 6]
        return [pair for _, pair in sorted(zip(order, names, strict=True))]


def _chromium(system: str, platform: str, version: int, brand: str = "Google Chrome") -> Browser:
    mobile = " Mobile" if platform == "Android" else ""
    edge = f" Edg/{version}.0.0.0" if brand == "Microsoft Edge" else ""
    agent = (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{version}.0.0.0{mobile} Safari/537.36{edge}"
    )
    return Browser("chromium", agent, platform, brand, version)


def _firefox(system: str, version: int) -> Browser:
    trail = f"{version}.0" if "Android" in system else "20100101"
    agent = f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/{trail} Firefox/{version}.0"
    return Browser("firefox", agent)


def _safari(system: str, version: str, mobile: str = "") -> Browser:
    safari = "604.1" if mobile else "605.1.15"
    agent = (
        f"Mozilla/5.0 ({system}) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        f"Version/{version}{mobile} Safari/{safari}"
    )
    return Browser("safari", agent)


_WINDOWS = "Windows NT 10.0; Win64; x64"
_MAC = "Macintosh; Intel Mac OS X 10_15_7"
_IPHONE = "iPhone; CPU iPhone OS 18_7 like Mac OS X"  # frozen by Apple since version 26 [G]
_LINUX = "X11; Linux x86_64"

BROWSERS: tuple[tuple[Browser, int], ...] = (
    (_chromium("Linux; Android 10; K", "Android", 157), 34),
    (_safari(_IPHONE, "26.6", " Mobile/15E148"), 15),
    (_safari(_IPHONE, "27.0", " Mobile/15E148"), 6),
    (_chromium(_WINDOWS, "Windows", 157), 9),
    (_chromium(_WINDOWS, "Windows", 156), 8),
    (_chromium(_MAC, "macOS", 157), 4),
    (_chromium(_WINDOWS, "Windows", 156, "Microsoft Edge"), 7),
    (_firefox(_WINDOWS, 160), 4),
    (_firefox(_WINDOWS, 159), 3),
    (_firefox(_LINUX, 160), 2),
    (_firefox("Android 15; Mobile", 160), 2),
    (_safari(_MAC, "26.6"), 4),
    (_safari(_MAC, "27.0"), 2),
)
"""Each browser with its share of the users, in percent."""
