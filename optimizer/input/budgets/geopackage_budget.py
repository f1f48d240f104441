"""GeoPackage, looked at as the SQLite database that it is before GDAL reads its tables.

A database holds more than data: a view, a generated column or a virtual table computes what it
shows, and may do so for ever. None of the tables that maps are read from needs any; the spatial
index (a virtual table of the module ``rtree``) is the one exception, and nobody reads it here.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets

_MAGIC = b"SQLite format 3\0"
_KINDS = frozenset({b"GPKG", b"GP10", b"GP11"})
_KIND_AT = 68
_INDEX = re.compile(
    r"create\s+virtual\s+table\s+.{1,300}?\s+using\s+rtree\s*\(", re.IGNORECASE | re.DOTALL
)
_STEPS = 1_000
"""Steps of SQLite between two looks at the time."""
_BYTES_A_SECOND = 20_000_000
_LEAST_S = 1.0
_NOT_WHOLE = "the file is no whole GeoPackage; write it again"
_OURS = ("gpkg_", "rtree_", "sqlite_", "layer_styles", "qgis_projects", "ogr_empty_table")
_GENERATED = frozenset({2, 3})


def is_geopackage(head: bytes) -> bool:
    """Tell whether a file begins as a GeoPackage does."""
    return head.startswith(_MAGIC) and head[_KIND_AT : _KIND_AT + 4] in _KINDS


def has_journal(path: Path) -> bool:
    """Tell whether changes stand beside the file, as while QGIS has it open."""
    beside = path.with_name(f"{path.name}-wal")
    return beside.is_file() and beside.stat().st_size > 0


def check_geopackage(path: Path) -> None:
    """Refuse a database that computes what it shows, or whose tables are too much.

    Raises
    ------
    ScenarioError
        With the table, and the limit or the remedy.
    """
    mode = "mode=ro" if has_journal(path) else "mode=ro&immutable=1"
    address = f"{path.absolute().as_uri()}?{mode}"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database, _within(database, path):
            database.execute("PRAGMA trusted_schema=OFF")
            database.execute("PRAGMA cell_size_check=ON")
            database.execute("PRAGMA query_only=ON")
            _check_tables(database, path)
    except (sqlite3.Error, UnicodeDecodeError, ValueError, OverflowError) as fault:
        raise ScenarioError([Problem("UNREADABLE", path.name, "", "", _NOT_WHOLE)]) from fault


@contextmanager
def _within(database: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Interrupt what takes longer than reading the whole file would."""
    allowed = _LEAST_S + path.stat().st_size / _BYTES_A_SECOND
    end = time.thread_time() + allowed
    database.set_progress_handler(lambda: time.thread_time() > end, _STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


def _check_tables(database: sqlite3.Connection, path: Path) -> None:
    listed = database.execute(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema LIMIT ?",
        (10 * file_budgets.MAP_LAYERS.most,),
    ).fetchall()
    tables: list[str] = []
    for kind, name, sql in listed:
        if not all(isinstance(text, str) for text in (kind, name, sql)):
            raise ValueError("the schema is no text")
        if kind == "view":
            raise _computed(path, name, "a view")
        if kind == "table" and sql.lstrip()[:14].casefold() == "create virtual":
            if _INDEX.match(sql.lstrip()) is None:
                raise _computed(path, name, "a virtual table")
        elif kind == "table":
            tables.append(name)
    layers = [name for name in tables if not name.casefold().startswith(_OURS)]
    file_budgets.MAP_LAYERS.check(len(layers), path.name)
    size = path.stat().st_size
    for name in tables:
        _check_columns(database, path, name)
    for name in tables:
        _check_rows(database, path, name, size)


def _check_columns(database: sqlite3.Connection, path: Path, table: str) -> None:
    for column in database.execute(f"PRAGMA table_xinfo({_quoted(table)})"):
        if column[6] in _GENERATED:
            raise _computed(path, f"{table}.{column[1]}", "a generated column")


def _check_rows(database: sqlite3.Connection, path: Path, table: str, size: int) -> None:
    """Refuse more rows than are read, and rows that say more bytes than the file has."""
    names = [row[1] for row in database.execute(f"PRAGMA table_info({_quoted(table)})")]
    lengths = " + ".join(f"coalesce(length({_quoted(name)}), 0)" for name in names) or "0"
    rows, held = database.execute(
        f"SELECT count(*), coalesce(sum({lengths}), 0) FROM {_quoted(table)}"  # noqa: S608 - quoted
    ).fetchone()
    file_budgets.MAP_FEATURES.check(rows, f"{path.name} layer {table[:60]}")
    # Numbers are counted by their digits, of which eight bytes have up to twenty-four.
    if held > 3 * size + 24 * rows * len(names):
        raise sqlite3.DatabaseError("its rows say more bytes than the file has")
    wide = file_budgets.MAP_BYTES.most
    if held > wide:
        file_budgets.MAP_BYTES.check(held, f"{path.name} layer {table[:60]}")


def _computed(path: Path, name: str, what: str) -> ScenarioError:
    message = (
        f"{what}, which computes what it shows; export the layer as a table of its own "
        "(QGIS: Export, Save Features As)"
    )
    return ScenarioError([Problem("NOT_A_TABLE", path.name, "", name[:60], message)])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
