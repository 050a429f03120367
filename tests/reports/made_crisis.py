"""Crisis, timeline and matrix of a specimen."""

import random

from epreuve.reports.assessment import (
    Cell,
    Crisis,
    Fact,
    LinkTraffic,
    Series,
    Span,
    Timeline,
    Window,
    WindowLoad,
)
from epreuve.reports.text import Text


def made_crisis() -> Crisis:
    return Crisis(
        id="crue-fibre",
        title=Text(fr="Crue qui coupe la fibre", en="A flood cuts the fibre"),
        paragraph=Text(
            fr="Une crue emporte la route et la fibre enterrée dessous. Les habitants se "
            "rabattent sur le mobile, le service reçoit cinq fois son affluence, le courant "
            "tombe pendant trois heures, puis revient en clignotant.",
            en="A flood carries off the road and the fibre under it. People fall back on mobile "
            "networks, the service gets five times its usual load, the power fails for three "
            "hours, then comes back flickering.",
        ),
        facts=(
            Fact(
                text=Text(
                    fr="Tempête Alex : à cinq jours, 24 sites mobiles rétablis, 21 coupés.",
                    en="Storm Alex: five days later, 24 mobile sites were back, 21 still cut.",
                ),
                source="Orange, point de situation",
                date="2020-10-07",
                mark="P",
            ),
            Fact(
                text=Text(
                    fr="5 300 lignes fixes rétablies, 4 700 encore coupées.",
                    en="5,300 fixed lines back, 4,700 still down.",
                ),
                source="Orange, point de situation",
                date="2020-10-07",
                mark="P",
            ),
        ),
        assumptions=(
            Text(
                fr="40 % des usagers sont coupés, 30 % en très bas débit.",
                en="40% of users are cut off, 30% on a very slow link.",
            ),
            Text(fr="L’affluence est multipliée par cinq.", en="The load is five times the usual."),
        ),
    )


def made_timeline(rng: random.Random, skill: float) -> Timeline:
    def window(kind: str, name: str, fr: str, en: str, start: float, end: float) -> Window:
        return Window(kind=kind, name=name, title=Text(fr=fr, en=en), start=start, end=end)  # type: ignore[arg-type]

    def span(kind: str, subject: str, fr: str, en: str, start: float, end: float) -> Span:
        traffic = (
            LinkTraffic(by="server", opened=12, bytes_from_callers=4_210, bytes_to_callers=0)
            if fr == "Muette"
            else None
        )
        return Span(kind=kind, subject=subject, title=Text(fr=fr, en=en), start=start, end=end,
                    start_delay=0.0031, end_delay=0.0124, traffic=traffic)  # type: ignore[arg-type]  # fmt: skip

    windows = (
        window("phase", "before", "Avant", "Before", 0, 50),
        window("baseline", "calm", "Calme", "Calm", 5, 45),
        window("phase", "during", "Pendant", "During", 50, 170),
        window("stage", "surge", "Afflux", "Surge", 50, 90),
        window("stage", "slow-links", "Réseaux lents", "Slow links", 90, 120),
        window("stage", "dependencies", "Dépendances", "Dependencies", 120, 150),
        window("stage", "blackout", "Coupure", "Cut", 150, 170),
        window("phase", "after", "Après", "After", 170, 240),
        window("stage", "flicker", "Papillotage", "Flicker", 184, 188),
        window("stage", "rebound", "Rebond", "Rebound", 190, 240),
    )
    spans = (
        span("network", "edge", "Très bas débit", "Very low bandwidth", 50, 170),
        span("network", "no-network", "Coupé", "Cut off", 90, 170),
        span("network", "slow4g", "4G lente", "Slow 4G", 50, 200),
        span("dependency", "identite", "Lente de 10 s", "10 s slower", 120, 128),
        span("dependency", "identite", "Muette", "Silent", 128, 136),
        span("dependency", "base", "Lente de 10 s", "10 s slower", 136, 143),
        span("dependency", "base", "Muette", "Silent", 143, 150),
        span("power", "service", "Courant coupé", "Power cut", 150, 170),
        span("power", "service", "Papillotage", "Flicker", 184, 188),
    )
    series = _series(rng, skill)
    loaded = (one.model_copy(update={"load": _load(series, one)}) for one in windows)
    return Timeline(duration=240, windows=tuple(loaded), spans=spans, series=series)


def _load(series: Series, window: Window) -> WindowLoad:
    seconds = slice(int(window.start), int(window.end))
    return WindowLoad(
        requested=sum(series.planned[seconds]),
        started=sum(series.started[seconds]),
        judged=sum(series.succeeded[seconds]) + sum(series.failed[seconds]),
        succeeded=sum(series.succeeded[seconds]),
        p95=max((time for time in series.p95[seconds] if time is not None), default=None),
    )


def _series(rng: random.Random, skill: float) -> Series:
    requests, started, succeeded, failed = [], [], [], []
    p50: list[float | None] = []
    p95: list[float | None] = []
    for second in range(240):
        crisis = 50 <= second < 190
        power_off = 150 <= second < 170 or 184 <= second < 188
        requested = rng.randint(18, 25) if crisis else rng.randint(3, 6)
        begun = requested - (rng.random() < 0.05)
        share = 0.0 if power_off else (skill if crisis else 0.99)
        done = sum(rng.random() < share for _ in range(begun))
        requests.append(requested)
        started.append(begun)
        succeeded.append(done)
        failed.append(begun - done)
        typical = rng.uniform(0.08, 0.12) * (1 + (12 * (1 - skill) if crisis else 0))
        p50.append(None if power_off else round(typical, 3))
        p95.append(None if power_off else round(typical * rng.uniform(3, 9), 3))
    return Series(
        step=1,
        planned=tuple(requests),
        started=tuple(started),
        succeeded=tuple(succeeded),
        failed=tuple(failed),
        p50=tuple(p50),
        p95=tuple(p95),
    )


def made_matrix(rng: random.Random, skill: float) -> tuple[Cell, ...]:
    cells = []
    for journey in ("demander-acte", "declarer-sinistre", "lire-consignes"):
        for dependency in ("base", "identite", "carte"):
            for mode in ("slow", "silent"):
                share = rng.choice([1.0, 1.0, 0.7, 0.0] if skill < 0.7 else [1.0, 1.0, 0.95, 0.8])
                tried = 40
                cells.append(
                    Cell(
                        journey=journey,
                        dependency=dependency,
                        mode=mode,  # type: ignore[arg-type]
                        tried=tried,
                        completed=int(tried * share),
                        p95=round(rng.uniform(0.3, 12), 2),
                    )
                )
    return tuple(cells)
