"""Buildings, boundaries, ways and barriers out of OpenStreetMap files."""
