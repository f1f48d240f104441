"""Names and ids: what fits, what does not, and what fits in two ways."""

from __future__ import annotations

from optimizer.names.listed_village import ListedVillage
from optimizer.names.name_files import NameRow
from optimizer.names.name_register import Mismatch, NameRegister, Unmatched, register_names


def row(village: str, known: str, name: str, table: str = "names", number: int = 2) -> NameRow:
    return NameRow(table, village, known, name, "a.csv", number)


def lists(households: list[str], members: list[str], name: str = "v1") -> ListedVillage:
    return ListedVillage(name, f"Thôn {name}", "", households, members, {}, {})


def kinds(register: NameRegister) -> list[tuple[Mismatch, str, str]]:
    return [(one.kind, one.table, one.id) for one in register.unmatched]


def test_that_ids_get_their_names() -> None:
    """Tests that a table of both gives a household and a member their names."""
    register = register_names([row("v1", "h1", "Lê Ba"), row("v1", "m1", "Vũ Tư")], {"v1": ""})
    names = register.of(lists(["h1"], ["m1"]))
    assert (names.households, names.members) == ({"h1": "Lê Ba"}, {"m1": "Vũ Tư"})
    assert register.unmatched == []


def test_that_the_same_id_of_two_villages_has_two_names() -> None:
    """Tests that a name stays in its village."""
    rows = [row("v1", "h1", "Lê Ba"), row("v2", "h1", "Vũ Tư")]
    register = register_names(rows, {"v1": "", "v2": ""})
    assert register.of(lists(["h1"], [])).households == {"h1": "Lê Ba"}
    assert register.of(lists(["h1"], [], "v2")).households == {"h1": "Vũ Tư"}


def test_that_an_id_with_two_names_gets_none() -> None:
    """Tests that both rows are told, and that capitals and a repeated row are no second name."""
    rows = [
        row("v1", "h1", "Lê Ba", number=2),
        row("v1", "h1", "Lê Tư", number=5),
        row("v1", "h2", "LÊ NĂM", number=6),
        row("v1", "h2", "Lê Năm", number=7),
    ]
    register = register_names(rows, {"v1": ""})
    assert register.of(lists(["h1", "h2"], [])).households == {"h2": "LÊ NĂM"}
    places = (("a.csv", 2), ("a.csv", 5))
    assert register.unmatched == [Unmatched(Mismatch.TWO_NAMES, "households", "v1", "h1", places)]


def test_that_an_id_of_two_kinds_needs_its_table() -> None:
    """Tests that "1" of a household and a member is given to neither until a table says which."""
    told = register_names([row("v1", "1", "Lê Ba")], {"v1": ""})
    names = told.of(lists(["1"], ["1"]))
    assert (names.households, names.members) == ({}, {})
    assert kinds(told) == [(Mismatch.EITHER, "", "1")]
    said = register_names([row("v1", "1", "Lê Ba", "members")], {"v1": ""})
    assert said.of(lists(["1"], ["1"])).members == {"1": "Lê Ba"}
    assert kinds(said) == [(Mismatch.NO_NAME, "households", "1")]


def test_that_ids_that_look_alike_are_told_and_not_matched() -> None:
    """Tests that h-01 does not take the name of H1, and that the likeness is said."""
    register = register_names([row("v1", "H1", "Lê Ba")], {"v1": ""})
    assert register.of(lists(["h01"], [])).households == {}
    unknown, nameless = register.unmatched
    assert (unknown.kind, unknown.like) == (Mismatch.UNKNOWN_ID, "h01")
    assert (nameless.kind, nameless.id) == (Mismatch.NO_NAME, "h01")


def test_that_rows_of_no_village_are_told() -> None:
    """Tests that rows of a strange village, of none, and without an id are told."""
    rows = [
        row("v9", "h1", "Lê Ba"),
        row("Thôn Hai", "h1", "Lê Ba"),
        row("", "h1", "Lê Ba"),
        row("v1", "", "Lê Ba"),
    ]
    found = register_names(rows, {"v1": "Thôn Một", "v2": "Thôn Hai"}).unmatched
    assert [(one.kind, one.like) for one in found] == [
        (Mismatch.UNKNOWN_VILLAGE, ""),
        (Mismatch.UNKNOWN_VILLAGE, "v2"),
        (Mismatch.NO_VILLAGE, ""),
        (Mismatch.NO_ID, ""),
    ]


def test_that_the_only_village_need_not_be_named() -> None:
    """Tests that rows without a village belong to the one that there is."""
    register = register_names([row("", "h1", "Lê Ba")], {"v1": ""})
    assert register.of(lists(["h1"], [])).households == {"h1": "Lê Ba"}
