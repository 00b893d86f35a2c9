"""Charts for a paper or a talk: each function returns an Altair chart.

They take articles, a folder of `quoteminer batch`, or `Tables`:

    chart = quoteminer.plot.speakers("out", top=10)
    chart.save("speakers.svg")   # or .pdf, .png, .html

Needs the extra `plot`: `pip install 'quoteminer[plot]'`. Numbers stand beside every mark,
so nothing depends on colour alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode

from quoteminer.errors import InputError
from quoteminer.report import figures
from quoteminer.report.figures import Bars, Columns, Figure, Grid
from quoteminer.report.tables import Tables

try:
    import altair as alt
except ImportError as error:  # pragma: no cover - where the extra is not installed
    raise InputError("charts need: pip install 'quoteminer[plot]'") from error

__all__ = [
    "confidence",
    "cue_classes",
    "draw",
    "failures",
    "genders",
    "months",
    "network",
    "outlets",
    "repeated",
    "speakers",
]

Chart: TypeAlias = "alt.LayerChart | alt.HConcatChart"
Rows: TypeAlias = alt.InlineData
Options = ParamSpec("Options")

BLUE = "#3f74b5"
WIDTH = 600
BAND = 22
FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def draw(figure: Figure) -> Chart:
    """Return the chart of a figure.

    Each mark carries the quotes behind it (`where`) and, for screen readers, its row in words.
    """
    rows = [
        {**row, "where": _query(row["where"]), "told": _told(figure, row)} for row in figure.rows
    ]
    data = alt.InlineData(values=rows)
    shape = figure.shape
    chart: Any
    if isinstance(shape, Bars):
        size: dict[str, Any] = {"width": 300, "limit": 320} if shape.wide else {}
        first, *more = (
            _bars(data, rows, shape.name, amount, labels=not place, **size)
            for place, amount in enumerate(shape.amounts)
        )
        chart = alt.hconcat(first, *more) if more else first
    elif isinstance(shape, Columns):
        chart = _columns(data, shape.name, shape.amount)
    elif isinstance(shape, Grid):
        chart = _grid(data, rows, shape.side, shape.top)
    else:
        chart = _network(rows)
    themed: Chart = _themed(chart)
    return themed


def _charted(
    count: Callable[Concatenate[Tables, Options], Figure],
) -> Callable[Concatenate[object, Options], Chart]:
    """Return what draws the figure that `count` makes, of whatever `Tables.of` takes."""

    def chart(source: object, /, *args: Options.args, **kwargs: Options.kwargs) -> Chart:
        return draw(count(Tables.of(source), *args, **kwargs))

    chart.__name__ = chart.__qualname__ = count.__name__
    chart.__doc__ = f"{count.__doc__}\n\nReturns an Altair chart."
    chart.__signature__ = _signature(count)  # type: ignore[attr-defined]
    return chart


def _signature(count: Callable[..., Figure]) -> inspect.Signature:
    """The signature of `count`, with any source in the place of its tables."""
    first, *options = inspect.signature(count).parameters.values()
    source = first.replace(name="source", kind=first.POSITIONAL_ONLY, annotation="object")
    return inspect.Signature([source, *options], return_annotation="Chart")


speakers = _charted(figures.speakers)
genders = _charted(figures.genders)
outlets = _charted(figures.outlets)
months = _charted(figures.months)
cue_classes = _charted(figures.cue_classes)
network = _charted(figures.network)
repeated = _charted(figures.repeated)
confidence = _charted(figures.confidence)
failures = _charted(figures.failures)


def _told(figure: Figure, row: dict[str, Any]) -> str:
    """A row in words: «Speaker Anne Roy, Quotes 3, …»."""
    return ", ".join(
        f"{head} {row[name]}" for name, head in figure.columns.items() if name != "share"
    )


def _query(where: dict[str, str]) -> str:
    return urlencode(where)


def _themed(chart: Any) -> Any:
    # currentColor: black in a paper, light on a dark page
    ink, line = "currentColor", "#88888855"
    axis = {"labelColor": ink, "titleColor": ink, "gridColor": line, "domainColor": line}
    return (
        chart.configure(background="transparent", font=FONT)
        .configure_axis(
            **axis, tickColor=line, labelFontSize=12, titleFontSize=12, titleFontWeight=600
        )
        .configure_view(stroke=None)
        .configure_legend(labelColor=ink, titleColor=ink)
    )


def _tooltip(row: dict[str, Any]) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(name, type=_type(row[name]))
        for name in row
        if name not in ("where", "share", "told")
    ]


def _type(value: object) -> Any:
    return "quantitative" if isinstance(value, int | float) else "nominal"


def _bars(
    data: Rows, rows: list[dict[str, Any]], name: str, amount: str, *,
    labels: bool = True, width: int = WIDTH // 2 - 10, limit: int = 220,
) -> Any:  # fmt: skip
    base = alt.Chart(data, width=width, height=alt.Step(BAND)).encode(
        y=alt.Y(name, type="nominal", sort=None, title=None).axis(
            labelLimit=limit, labels=labels, ticks=False, domain=False
        ),
        x=alt.X(amount, type="quantitative").axis(tickMinStep=1, tickCount=4),
        tooltip=_tooltip(rows[0]) if rows else [],
        description="told:N",
    )
    bars = base.mark_bar(color=BLUE, cornerRadiusEnd=2, cursor="pointer")
    return bars + base.mark_text(align="left", dx=4, color="currentColor", aria=False).encode(
        text=alt.Text(amount, type="quantitative")
    )


def _columns(data: Rows, name: str, amount: str) -> Any:
    base = alt.Chart(data, width=WIDTH, height=180).encode(
        x=alt.X(name, type="nominal", sort=None, title="confidence").axis(labelAngle=0),
        y=alt.Y(amount, type="quantitative").axis(tickMinStep=1, tickCount=4),
        description="told:N",
    )
    return base.mark_bar(color=BLUE, cornerRadiusEnd=2, cursor="pointer") + base.mark_text(
        dy=-7, color="currentColor", aria=False
    ).encode(text=alt.Text(amount, type="quantitative"))


def _grid(data: Rows, rows: list[dict[str, Any]], side: str, top: str) -> Any:
    """Return numbers in a grid, the larger the deeper their ground."""
    highest = max((row["quotes"] for row in rows), default=1)
    order = list(dict.fromkeys(row[side] for row in rows))
    heads = sorted({row[top] for row in rows})
    base = alt.Chart(
        data, width=alt.Step(36 if len(heads) > 9 else 66), height=alt.Step(BAND)
    ).encode(
        y=alt.Y(side, type="nominal", sort=order, title=None).axis(
            labelLimit=220, labelPadding=8, ticks=False, domain=False
        ),
        x=alt.X(top, type="nominal", sort=heads, title=None).axis(
            orient="top", labelAngle=-40 if len(heads) > 9 else 0, ticks=False, domain=False
        ),
        tooltip=_tooltip(rows[0]) if rows else [],
        description="told:N",
    )
    cells = base.mark_rect(cornerRadius=3, cursor="pointer", stroke="#88888833").encode(
        color=alt.Color("quotes", type="quantitative", legend=None).scale(
            domain=[0, highest], range=["#e3ecf7", "#1d4f91"]
        )
    )
    numbers = base.mark_text(fontWeight=600, aria=False).encode(
        text=alt.Text("quotes", type="quantitative"),
        color=alt.condition(
            alt.datum["quotes"] > highest * 0.55, alt.value("#ffffff"), alt.value("#10243e")
        ),
    )
    return cells + numbers


def _network(rows: list[dict[str, Any]]) -> Any:
    """Return outlets on the left, speakers on the right, as high as what they are tied to."""
    papers = sorted({row["outlet"] for row in rows})
    count = max(len({row["speaker"] for row in rows}), len(papers), 1)
    high = {paper: (i + 0.5) * count / len(papers) for i, paper in enumerate(papers)}
    ties: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        ties.setdefault(row["speaker"], []).append(row)

    def middle(name: str) -> float:
        whole: int = sum(row["quotes"] for row in ties[name])
        total: float = sum(high[row["outlet"]] * row["quotes"] for row in ties[name])
        return total / whole

    people = sorted(ties, key=lambda name: (middle(name), name))
    place = {name: (i + 0.5) * count / len(people) for i, name in enumerate(people)}
    lines = [{**row, "y": high[row["outlet"]], "y2": place[row["speaker"]]} for row in rows]
    nodes: list[dict[str, Any]] = []
    for paper in papers:
        mine = [row for row in rows if row["outlet"] == paper]
        nodes.append({"name": paper, "side": 0, "y": high[paper],
                      "quotes": sum(r["quotes"] for r in mine),
                      "told": f"{paper}, Quotes {sum(r['quotes'] for r in mine)}",
                      "where": _query({"outlet": "" if paper == "(no outlet)" else paper})})  # fmt: skip
    nodes += [
        {"name": name, "side": 1, "y": place[name], "quotes": sum(r["quotes"] for r in ties[name]),
         "told": f"{name}, Quotes {sum(r['quotes'] for r in ties[name])}",
         "where": _query({"speaker": name})}
        for name in people
    ]  # fmt: skip
    x = alt.X("side:Q", scale=alt.Scale(domain=[-0.75, 1.75])).axis(None)
    y_scale = alt.Scale(domain=[0, count], reverse=True)
    height = max(180, BAND * count)
    edges = (
        alt.Chart(alt.InlineData(values=[{**line, "side": 0, "side2": 1} for line in lines]),
                  width=620, height=height)
        .mark_rule(color=BLUE, opacity=0.55, strokeCap="round", cursor="pointer")
        .encode(
            x=x, x2="side2:Q", y=alt.Y("y:Q", scale=y_scale).axis(None), y2="y2:Q",
            strokeWidth=alt.StrokeWidth("quotes:Q", legend=None).scale(range=[1, 9]),
            tooltip=["outlet:N", "speaker:N", "quotes:Q"],
            description="told:N",
        )
    )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=nodes)).encode(
        x=x, y=alt.Y("y:Q", scale=y_scale).axis(None)
    )
    dots = base.mark_circle(color=BLUE, opacity=1, cursor="pointer").encode(
        size=alt.Size("quotes:Q", legend=None).scale(range=[40, 320]),
        tooltip=["name:N", "quotes:Q"],
        description="told:N",
    )
    text = {"color": "currentColor", "fontSize": 12, "cursor": "pointer", "aria": False}
    left = base.transform_filter("datum.side == 0").mark_text(align="right", dx=-14, **text)
    right = base.transform_filter("datum.side == 1").mark_text(align="left", dx=14, **text)
    return edges + dots + left.encode(text="name:N") + right.encode(text="name:N")
