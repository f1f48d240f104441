"""How much a file may hold, asked before any of it is expanded.

A small file may stand for a large one: a cell far out in a sheet, an alias in YAML, a dictionary
page of Parquet, a view in a GeoPackage. Each format's reader first measures what its file would
become (`json_text`, `yaml_text`, `delimited`, `workbook`, `parquet`, `geopackage`,
`openstreetmap`) and holds that against the budgets of `limits`, which stand in one place.
"""
