"""The households of each person as a GPX 1.1 file, for phones and GPS receivers.

Elements stand in the order of the schema (http://www.topografix.com/GPX/1/1/gpx.xsd), which most
receivers insist on: of a waypoint ``name``, ``desc``, ``sym``, ``type``.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self
from xml.etree import ElementTree as ET

from optimizer.domain.languages import Language, written_number
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.output.field_tools.archive import Archive, entry_name
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


class GpxFiles:
    """An archive with a GPX file a person, in a folder a plan and a folder a village."""

    def __init__(self, path: Path, language: Language) -> None:
        self._archive, self._language, self._villages = Archive(path), language, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.__exit__(kind, fault, trace)

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Write the files of one village; none where somebody has no point."""
        self._villages += 1
        if not village.has_points:
            return
        folder = entry_name(self._villages, village.name or village.id, 4)
        homes = person_points(village, plan)
        for listed in person_lists(village, plan):
            name = f"{listed.plan}/{folder}/{entry_name(listed.row + 1, listed.person)}.gpx"
            self._archive.write(name, gpx(village, listed, homes[listed.row], self._language))


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
