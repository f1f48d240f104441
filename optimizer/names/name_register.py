"""Names matched with ids; what fits nothing, or in two ways, is kept to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.input.notes.id_folding import fold_id
from optimizer.names.listed_village import ListedVillage
from optimizer.names.name_files import EITHER, HOUSEHOLDS, MEMBERS, NameRow


class Mismatch(StrEnum):
    """How an id and a name fail to come together."""

    TWO_NAMES = "TWO_NAMES"
    EITHER = "EITHER"
    NO_NAME = "NO_NAME"
    UNKNOWN_ID = "UNKNOWN_ID"
    UNKNOWN_VILLAGE = "UNKNOWN_VILLAGE"
    NO_VILLAGE = "NO_VILLAGE"
    NO_ID = "NO_ID"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An id of the result without a name, or rows of names that are nobody's.

    Parameters
    ----------
    village, id
        Of the result; '' where the rows name none of it.
    rows
        Of the files of names.
    like
        An id of the result without a name that looks the same.
    """

    kind: Mismatch
    table: str = ""
    village: str = ""
    id: str = ""
    rows: Sequence[tuple[str, int]] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class VillageNames:
    """Names of one village by id; an id that is not there has none."""

    households: Mapping[str, str]
    members: Mapping[str, str]


@dataclass(slots=True)
class NameRegister:
    """The names of all villages; each village is asked for once.

    Parameters
    ----------
    unmatched
        What has been found so far.
    """

    _rows: dict[str, list[NameRow]]
    unmatched: list[Unmatched] = field(default_factory=list)
    named: int = 0

    def of(self, village: ListedVillage) -> VillageNames:
        """Match the names of a village with its ids."""
        ids = {HOUSEHOLDS: set(village.households), MEMBERS: set(village.members)}
        said: dict[tuple[str, str], dict[str, NameRow]] = defaultdict(dict)
        places: dict[tuple[str, str], list[NameRow]] = defaultdict(list)
        strange, doubtful = [], set[tuple[str, str]]()
        for row in self._rows.pop(village.id, ()):
            tables = [one for one in ids if _may_be(row, one) and row.id in ids[one]]
            if len(tables) == 1:
                said[tables[0], row.id].setdefault(row.name.casefold(), row)
                places[tables[0], row.id].append(row)
            elif tables:
                doubtful |= {(table, row.id) for table in tables}
                self._tell(Mismatch.EITHER, [row], village=village.id, id=row.id)
            else:
                strange.append(row)
        found: dict[str, dict[str, str]] = {HOUSEHOLDS: {}, MEMBERS: {}}
        for (table, name_id), names in said.items():
            if len(names) > 1:
                doubtful.add((table, name_id))
                self._tell(Mismatch.TWO_NAMES, places[table, name_id], table, village.id, name_id)
            else:
                found[table][name_id] = next(iter(names.values())).name
        self._nameless(village, found, doubtful, strange)
        self.named += sum(map(len, found.values()))
        return VillageNames(found[HOUSEHOLDS], found[MEMBERS])

    def _nameless(
        self,
        village: ListedVillage,
        found: Mapping[str, Mapping[str, str]],
        doubtful: Collection[tuple[str, str]],
        strange: Iterable[NameRow],
    ) -> None:
        """Tell of ids without a name, and of rows whose id the village does not have."""
        bare = [
            (table, one)
            for table, ids in ((HOUSEHOLDS, village.households), (MEMBERS, village.members))
            for one in ids
            if one not in found[table] and (table, one) not in doubtful
        ]
        folded: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table, one in bare:
            folded[fold_id(one)].append((table, one))
        for row in strange:
            like = [one for table, one in folded.get(fold_id(row.id), ()) if _may_be(row, table)]
            alike = like[0] if len(like) == 1 else ""
            self._tell(Mismatch.UNKNOWN_ID, [row], village=village.id, like=alike)
        for table, one in bare:
            self._tell(Mismatch.NO_NAME, (), table, village.id, one)

    def _tell(
        self,
        kind: Mismatch,
        rows: Iterable[NameRow],
        table: str = "",
        village: str = "",
        id: str = "",  # noqa: A002 - the field's name
        like: str = "",
    ) -> None:
        at = tuple((row.source, row.number) for row in rows)
        self.unmatched.append(Unmatched(kind, table, village, id, at, like))


def _may_be(row: NameRow, table: str) -> bool:
    return row.table in (EITHER, table)


def register_names(rows: Iterable[NameRow], villages: Mapping[str, str]) -> NameRegister:
    """Put names to the villages of a result.

    Parameters
    ----------
    villages
        Id to name of all villages that the result has; rows without a village are those of the
        only one.
    """
    only = next(iter(villages)) if len(villages) == 1 else ""
    by_name: dict[str, list[str]] = defaultdict(list)
    for known, name in villages.items():
        by_name[name].append(known)
    sorted_rows: dict[str, list[NameRow]] = defaultdict(list)
    register = NameRegister(sorted_rows)
    for row in rows:
        if not row.name:
            continue
        village = row.village or only
        place = ((row.source, row.number),)
        if village not in villages:
            like = by_name.get(village, [""])
            kind = Mismatch.UNKNOWN_VILLAGE if village else Mismatch.NO_VILLAGE
            alike = like[0] if len(like) == 1 else ""
            register.unmatched.append(Unmatched(kind, rows=place, like=alike))
        elif row.id:
            sorted_rows[village].append(row)
        else:
            register.unmatched.append(Unmatched(Mismatch.NO_ID, rows=place))
    return register
