"""The households of each person as a GPX 1.1 file, for phones and GPS receivers.

Elements stand in the order of the schema (http://www.topografix.com/GPX/1/1/gpx.xsd), which most
receivers insist on: of a waypoint ``name``, ``desc``, ``sym``, ``type``.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from optimizer.domain.languages import Language, written_number
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.output.field_tools.person_files import PersonFile
from optimizer.output.field_tools.person_lists import PersonList, person_lists, person_points
from optimizer.output.metres import shown_metres
from optimizer.output.text.spoken_names import recruit_name
from optimizer.output.text.xml_text import xml_text

_NAMESPACE = "http://www.topografix.com/GPX/1/1"
_HOME = {Language.EN: "home", Language.VI: "nhà"}
_HOUSEHOLD = {Language.EN: "household", Language.VI: "hộ"}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DECIMALS = 7
"""Of degrees: a centimetre."""
_TURN = 360.0


def gpx_files(village: Village, plan: VillagePlan, language: Language) -> Iterator[PersonFile]:
    """Yield the files of one village; none where somebody has no point."""
    if not village.has_points:
        return
    homes = person_points(village, plan)
    for listed in person_lists(village, plan):
        yield listed, ".gpx", gpx(village, listed, homes[listed.row], language)


def gpx(village: Village, listed: PersonList, home: Floats, language: Language) -> str:
    """Return the file of one person: a waypoint for the home and one for each household."""
    top = ET.Element("gpx", {"version": "1.1", "creator": "liengia", "xmlns": _NAMESPACE})
    person = recruit_name(listed.person, language)
    named = ET.SubElement(top, "metadata")
    _texts(named, name=f"{village.name or village.id}: {person}")
    _texts(_point(top, home), name=person, sym="Flag, Blue", type=_HOME[language])
    metres = shown_metres(village, listed.made)[listed.homes].tolist()
    for row, away in zip(listed.homes.tolist(), metres, strict=True):
        far = {} if away != away else {"desc": f"{written_number(away, language)} m"}  # noqa: PLR0124 - NaN
        point = _point(top, village.households.given[row])
        household = str(village.households.ids[row])
        _texts(point, name=household, **far, sym="Residence", type=_HOUSEHOLD[language])
    ET.indent(top)
    return f"{_DECLARATION}{ET.tostring(top, encoding='unicode')}\n"


def _point(top: ET.Element, at: Floats) -> ET.Element:
    """Append a waypoint; the schema has longitudes from -180 to below 180."""
    east, north = at.tolist()
    east = (east + _TURN / 2) % _TURN - _TURN / 2 if abs(east) >= _TURN / 2 else east
    return ET.SubElement(
        top, "wpt", {"lat": f"{north:.{_DECIMALS}f}", "lon": f"{east:.{_DECIMALS}f}"}
    )


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = xml_text(text)
