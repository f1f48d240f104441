"""Systems of coordinates: what ``coordinates`` may say, and the way to WGS 84."""

from optimizer.input.systems.coordinate_system import (
    LONLAT,
    METRES,
    CoordinateSystem,
    parse_system,
)

__all__ = ["LONLAT", "METRES", "CoordinateSystem", "parse_system"]
