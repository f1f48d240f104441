"""How QGIS draws the map: one style a layer, in the colours and shapes of the palette.

A style is QGIS's own XML (``.qml``). A GeoPackage keeps styles in a table ``layer_styles``, from
which QGIS takes each layer's by itself; beside a GeoJSON file it looks for a file of the same
name. Properties are written twice, as QGIS 3.22 and later read them (``Option``) and as earlier
ones do (``prop``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from optimizer.domain.plan import Verdict
from optimizer.output.map import palette
from optimizer.output.map.layer import SHADES
from optimizer.output.map.palette import OUTLINE, Mark
from optimizer.output.text.words import ENGLISH, VIETNAMESE

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.22.0"
_KINDS = ("marker", "line", "fill")
"""In the order of QGIS's numbers of geometry types."""
_TINTS = ("#56b4e9", "#cc79a7", "#f0e442", "#009e73", "#d55e00", "#000000")
"""Of territories: pale, so that points and verdicts stay readable above them."""

_Symbol = ET.Element


@dataclass(frozen=True, slots=True)
class Rule:
    """What is drawn where: an expression of QGIS, a line of the legend, and a symbol.

    Parameters
    ----------
    shown
        False for what is drawn only when its box in the legend is ticked.
    """

    filter: str
    label: str
    symbol: _Symbol
    shown: bool = True


def layer_style(layer: str) -> str:
    """Return the style of one layer of the map."""
    return _document(_rules()[layer], _KINDS.index(_KIND_OF[layer]))


def collection_style(kind: str) -> str:
    """Return the style of all ``marker``, ``line`` or ``fill`` features of one collection."""
    rules = [
        Rule(f"\"layer\" = '{layer}' AND ({rule.filter})", rule.label, rule.symbol, rule.shown)
        for layer, listed in _rules().items()
        if _KIND_OF[layer] == kind
        for rule in listed
    ]
    return _document(rules, _KINDS.index(kind))


_KIND_OF: Mapping[str, str] = {
    "villages": "fill",
    "territories": "fill",
    "households": "marker",
    "members": "marker",
    "recruits": "marker",
    "lines": "line",
    "team_territories": "fill",
    "team_members": "marker",
}
STYLED = tuple(_KIND_OF)
"""Layers that have a style."""


def _shades(today: str, after: str) -> list[Rule]:
    """Return a rule for each tint of each plan; the plan after recruiting is hidden at first."""
    return [
        Rule(f'"plan" = \'{plan}\' AND "shade" = {shade}', f"{said} {shade + 1}", tint, shown)
        for plan, said, shown in (("today", today, True), ("after", after, False))
        for shade, tint in enumerate(map(_tint, _TINTS[:SHADES]))
    ]


def _rules() -> Mapping[str, Sequence[Rule]]:
    return {
        "villages": [_village(verdict) for verdict in Verdict],
        "territories": _shades(
            "territory today / phạm vi hiện nay",
            "territory after recruiting / phạm vi sau khi bổ sung",
        ),
        "households": [
            Rule("\"today_person\" <> ''", "household / hộ gia đình", _marker(palette.SERVED, 1.6)),
            Rule(
                '"today_person" IS NULL OR "today_person" = \'\'',
                "household without anybody / hộ chưa có người phụ trách",
                _marker(palette.UNSERVED, 2.6),
            ),
        ],
        "members": [Rule("TRUE", "member / thành viên", _marker(palette.MEMBER, 2.4))],
        "recruits": [Rule("TRUE", "recruit / bổ sung thành viên", _marker(palette.RECRUIT, 3.6))],
        "lines": [
            Rule("\"plan\" = 'today'", "today / hiện nay", _line()),
            Rule("\"plan\" = 'after'", "after recruiting / sau khi bổ sung", _line(), shown=False),
        ],
        "team_territories": _shades(
            "team today / Tổ hiện nay", "team after recruiting / Tổ sau khi bổ sung"
        ),
        "team_members": [
            Rule(
                f'"plan" = \'{plan}\' AND "leads" = {leads}',
                f"{role} {said}",
                _marker(palette.MEMBER, size_mm),
                shown,
            )
            for plan, said, shown in (
                ("today", "today / hiện nay", True),
                ("after", "after recruiting / sau khi bổ sung", False),
            )
            for leads, role, size_mm in (
                ("TRUE", "leader / tổ trưởng,", 4.0),
                ("FALSE", "member of a team / tổ viên,", 2.0),
            )
        ],
    }


def _village(verdict: Verdict) -> Rule:
    """Fill a village with its verdict's colour, and put the verdict's shape into its middle."""
    mark = palette.VERDICTS[verdict]
    label = f"{ENGLISH.verdict_names[verdict]} / {VIETNAMESE.verdict_names[verdict]}"
    symbol = _symbol("fill")
    symbol.append(_part("SimpleFill", _area(mark.fill, 70)))
    middle = _part("CentroidFill", {"point_on_surface": "1"})
    middle.append(_marker(mark, 4.0))
    symbol.append(middle)
    return Rule(f"\"verdict\" = '{verdict.value}'", label, symbol)


def _tint(colour: str) -> _Symbol:
    symbol = _symbol("fill")
    symbol.append(_part("SimpleFill", _area(colour, 40)))
    return symbol


def _marker(mark: Mark, size_mm: float) -> _Symbol:
    symbol = _symbol("marker")
    properties = {
        "name": mark.shape,
        "color": _rgba(mark.fill, 255),
        "outline_color": _rgba(OUTLINE, 255),
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "size": f"{size_mm:g}",
        "size_unit": "MM",
    }
    symbol.append(_part("SimpleMarker", properties))
    return symbol


def _line() -> _Symbol:
    symbol = _symbol("line")
    properties = {
        "line_color": _rgba(OUTLINE, 160),
        "line_width": "0.2",
        "line_width_unit": "MM",
        "line_style": "solid",
    }
    symbol.append(_part("SimpleLine", properties))
    return symbol


def _area(colour: str, alpha: int) -> dict[str, str]:
    return {
        "color": _rgba(colour, alpha),
        "style": "solid",
        "outline_color": _rgba(OUTLINE, 200),
        "outline_style": "solid",
        "outline_width": "0.26",
        "outline_width_unit": "MM",
    }


def _rgba(colour: str, alpha: int) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _symbol(kind: str) -> _Symbol:
    return ET.Element("symbol", {"type": kind, "name": "", "alpha": "1", "clip_to_extent": "1"})


def _part(name: str, properties: Mapping[str, str]) -> _Symbol:
    """Return a layer of a symbol."""
    part = ET.Element("layer", {"class": name, "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(part, "Option", {"type": "Map"})
    for key, value in properties.items():
        ET.SubElement(options, "Option", {"name": key, "type": "QString", "value": value})
    for key, value in properties.items():
        ET.SubElement(part, "prop", {"k": key, "v": value})
    return part


def _document(rules: Sequence[Rule], geometry: int) -> str:
    """Return a whole style."""
    top = ET.Element("qgis", {"version": _VERSION, "styleCategories": "Symbology"})
    renderer = ET.SubElement(top, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0"})
    listed = ET.SubElement(renderer, "rules", {"key": "all"})
    symbols = ET.SubElement(renderer, "symbols")
    for nth, rule in enumerate(rules):
        ticked = {} if rule.shown else {"checkstate": "0"}
        words = {"key": f"rule-{nth}", "filter": rule.filter, "label": rule.label, **ticked}
        ET.SubElement(listed, "rule", {"symbol": str(nth), **words})
        symbols.append(_renamed(rule.symbol, str(nth)))
    ET.SubElement(top, "layerGeometryType").text = str(geometry)
    ET.indent(top)
    return _DOCTYPE + ET.tostring(top, encoding="unicode") + "\n"


def _renamed(symbol: _Symbol, name: str) -> _Symbol:
    """Give a symbol, and the symbols inside its layers, the names by which QGIS finds them."""
    symbol.set("name", name)
    for nth, part in enumerate(symbol.findall("layer")):
        for inner in part.findall("symbol"):
            _renamed(inner, f"@{name}@{nth}")
    return symbol
