"""The plan as a map: layers, styles, territories and marks."""
