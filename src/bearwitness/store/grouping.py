"""`grouping.db`: what grouping keeps between two runs of `relate`, so that a further report touches what it must and no more.

A file beside the case's database. It holds nothing that does not follow from claims and judgements: it may be deleted at any time, is in no
backup and in no log, and is made anew by `relate` when it is missing, damaged, of another program, or of another state of the case.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    func,
    select,
)
from sqlalchemy.exc import DatabaseError

from bearwitness.errors import BearwitnessError, StoreError
from bearwitness.store import engine as database
from bearwitness.store.objects import overwrite
from bearwitness.store.rows import IN_ONE, insert_many, parts

NAME = "grouping.db"
VERSION = "2"

metadata = MetaData()

state = Table("state", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

items = Table(
    "items", metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False),
    Column("day", Integer, nullable=False),          # with `published`, report and `first` the item's place in the order of items
    Column("published", Integer, nullable=False),
    Column("first", Text, nullable=False),
    Column("part", Integer),                         # items that nothing ties to others of another part; null: not gathered yet
    Column("incident", Text),
    Column("row", LargeBinary, nullable=False),      # incidents.packing
    Column("ties", LargeBinary, nullable=False),     # (other item, score) with those that came before it: 8 + 8 bytes each
    Index("ix_items_report_id", "report_id"),
    Index("ix_items_part", "part"),
)

posts = Table(      # what stands under which key and stretch of days
    "posts", metadata,
    Column("post", Integer, nullable=False), Column("block", Integer, nullable=False), Column("item", Integer, nullable=False),
    PrimaryKeyConstraint("post", "block", "item"), sqlite_with_rowid=False,
)

words = Table(      # in how many items each word was when they were counted last
    "words", metadata,
    Column("word", Integer, primary_key=True, autoincrement=False), Column("n", Integer, nullable=False), Column("common", Integer, nullable=False),
)

twins = Table(      # which item stands for all that say the same (incidents.twins)
    "twins", metadata,
    Column("mark", Integer, primary_key=True, autoincrement=False), Column("item", Integer, nullable=False), Index("ix_twins_item", "item"),
)

held = Table(       # which incident ids ever stood for this claim or report
    "held", metadata,
    Column("what", Integer, nullable=False), Column("incident", Text, nullable=False),
    PrimaryKeyConstraint("what", "incident"), sqlite_with_rowid=False,
)

nests = Table(      # incidents by party and week: those in which others may lie (whole), and those that may lie in others
    "nests", metadata,
    Column("key", Integer, nullable=False), Column("whole", Integer, nullable=False), Column("incident", Text, nullable=False),
    PrimaryKeyConstraint("key", "whole", "incident"), Index("ix_nests_incident", "incident"), sqlite_with_rowid=False,
)


class Shelf:
    """The open file. All that is done with it is kept by `commit`, or nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = database.open_engine(path, create=True)
        with database.translated(path):
            self.connection: Connection = self._engine.connect().execution_options(bearwitness_write=True)
            # It can be made anew: nothing is lost with it, so that it need not wait for the disk.
            for pragma in ("synchronous=OFF", "cache_size=-200000"):
                self.connection.connection.driver_connection.execute(f"PRAGMA {pragma}")      # type: ignore[union-attr]
            self.connection.begin()
            metadata.create_all(self.connection)

    def commit(self) -> None:
        self.connection.commit()

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()

    def _many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self.connection.exec_driver_sql(statement, rows)

    # --- of what ------------------------------------------------------------------------------------------

    def get(self, key: str) -> str | None:
        return self.connection.execute(select(state.c.value).where(state.c.key == key)).scalar()

    def note(self, key: str, value: str) -> None:
        self.connection.execute(delete(state).where(state.c.key == key))
        insert_many(self.connection, state, [{"key": key, "value": value}])

    def empty(self) -> None:
        """Takes everything out."""
        for table in (items, posts, twins, words, held, nests, state):
            self.connection.execute(delete(table))
        self.note("version", VERSION)

    # --- items ------------------------------------------------------------------------------------------

    def count(self) -> int:
        return self.connection.execute(select(func.count()).select_from(items)).scalar_one()

    def next_id(self) -> int:
        return (self.connection.execute(select(func.max(items.c.id))).scalar() or 0) + 1

    def add(self, rows: Sequence[tuple[int, tuple[int, int, str, str], bytes]]) -> None:
        """Keeps items: (id, the item's key, packed)."""
        insert_many(self.connection, items, [
            {"id": id_, "report_id": report, "day": day, "published": published, "first": first, "part": None, "incident": None, "row": row, "ties": b""}
            for id_, (day, published, report, first), row in rows])

    def ordered(self, first_id: int) -> list[int]:
        """Ids from `first_id` on, in the order of the items' keys."""
        query = select(items.c.id).where(items.c.id >= first_id).order_by(items.c.day, items.c.published, items.c.report_id, items.c.first)
        return list(self.connection.execute(query).scalars())

    def rows(self, ids: Iterable[int]) -> dict[int, bytes]:
        """Packed items by id; those that are gone are not there."""
        return {row.id: row.row for some in parts(ids) for row in self.connection.execute(select(items.c.id, items.c.row).where(items.c.id.in_(some)))}

    def of_reports(self, report_ids: Iterable[str]) -> dict[int, tuple[int | None, str | None]]:
        """Items of these reports: id -> (part, incident)."""
        return {row.id: (row.part, row.incident) for some in parts(report_ids) for row in self.connection.execute(
            select(items.c.id, items.c.part, items.c.incident).where(items.c.report_id.in_(some)))}

    def of_parts(self, numbers: Iterable[int]) -> list[int]:
        """Items of these parts."""
        return [id_ for some in parts(numbers) for id_ in self.connection.execute(select(items.c.id).where(items.c.part.in_(some))).scalars()]

    def parts_of(self, ids: Iterable[int]) -> dict[int, int | None]:
        return {row.id: row.part for some in parts(ids) for row in self.connection.execute(select(items.c.id, items.c.part).where(items.c.id.in_(some)))}

    def incidents_of(self, ids: Iterable[int]) -> set[str]:
        """The incidents that hold these items."""
        return {id_ for some in parts(ids) for id_ in self.connection.execute(
            select(items.c.incident).where(items.c.id.in_(some), items.c.incident.is_not(None)).distinct()).scalars()}

    def remove(self, ids: Iterable[int]) -> None:
        for some in parts(ids):
            self.connection.execute(delete(items).where(items.c.id.in_(some)))
            self.connection.execute(delete(twins).where(twins.c.item.in_(some)))

    def reports_of(self, ids: Iterable[int]) -> set[str]:
        """The reports of these items."""
        return {id_ for some in parts(ids) for id_ in self.connection.execute(select(items.c.report_id).where(items.c.id.in_(some))).scalars()}

    def leading(self, mark: int) -> int | None:
        """The item that stands for all with this signature."""
        return self.connection.execute(select(twins.c.item).where(twins.c.mark == mark)).scalar()

    def lead(self, mark: int, item: int) -> None:
        """Notes that an item stands for all with this signature."""
        insert_many(self.connection, twins, [{"mark": mark, "item": item}])

    def leaders_in(self, ids: Iterable[int]) -> set[int]:
        """Those of the items that stand for others, or may."""
        return {id_ for some in parts(ids) for id_ in self.connection.execute(select(twins.c.item).where(twins.c.item.in_(some))).scalars()}

    def gathered(self, placed: Sequence[tuple[int, int, str | None]]) -> None:
        """Notes part and incident of items: (id, part, incident)."""
        self._many("UPDATE items SET part = ?, incident = ? WHERE id = ?", [(part, incident, id_) for id_, part, incident in placed])

    # --- ties ---------------------------------------------------------------------------------------------

    def tie(self, ties: Mapping[int, Sequence[tuple[int, float]]]) -> None:
        """Keeps the scores of items with those that came before them."""
        self._many("UPDATE items SET ties = ? WHERE id = ?", [(_packed(found), id_) for id_, found in ties.items()])

    def ties(self, ids: Iterable[int]) -> dict[int, list[tuple[int, float]]]:
        return {row.id: _unpacked(row.ties) for some in parts(ids) for row in self.connection.execute(select(items.c.id, items.c.ties).where(items.c.id.in_(some)))}

    # --- where they stand -----------------------------------------------------------------------------------

    def post(self, item: int, keys: Sequence[int], blocks: Sequence[int]) -> None:
        self._many("INSERT OR IGNORE INTO posts (post, block, item) VALUES (?, ?, ?)", [(key, block, item) for key in keys for block in blocks])

    def unpost(self, item: int, keys: Sequence[int], blocks: Sequence[int]) -> None:
        self._many("DELETE FROM posts WHERE post = ? AND block = ? AND item = ?", [(key, block, item) for key in keys for block in blocks])

    def standing(self, keys: Sequence[int], ranges: Sequence[tuple[int, int]]) -> set[int]:
        """The items that stand under one of these keys within one of these ranges of blocks (both ends included)."""
        found: set[int] = set()
        for low, high in ranges:
            for start in range(0, len(keys), IN_ONE):
                some = keys[start:start + IN_ONE]
                marks = ",".join("?" * len(some))
                found.update(row[0] for row in self.connection.exec_driver_sql(
                    f"SELECT item FROM posts WHERE post IN ({marks}) AND block BETWEEN ? AND ?", (*some, low, high)))
        return found

    # --- words ------------------------------------------------------------------------------------------------

    def count_words(self, counted: Mapping[int, int], common: Iterable[int]) -> None:
        """Keeps the counts of words; those that are too common as names are marked."""
        marked = set(common)
        self.connection.execute(delete(words))
        self._many("INSERT INTO words (word, n, common) VALUES (?, ?, ?)", [(word, n, int(word in marked)) for word, n in sorted(counted.items())])

    def words(self, which: Iterable[int]) -> dict[int, int]:
        """In how many items each of these words was; a word that nobody had counted is not there."""
        return {row.word: row.n for some in parts(which) for row in self.connection.execute(select(words.c.word, words.c.n).where(words.c.word.in_(some)))}

    def common(self) -> frozenset[int]:
        return frozenset(self.connection.execute(select(words.c.word).where(words.c.common == 1)).scalars())

    # --- ids of incidents -------------------------------------------------------------------------------------

    def hold(self, incident: str, before: Iterable[int], now: Iterable[int]) -> None:
        """Notes what an incident stands for; `before` is what it stood for until now."""
        old, new = set(before), set(now)
        if old - new:
            self._many("DELETE FROM held WHERE what = ? AND incident = ?", [(what, incident) for what in sorted(old - new)])
        if new - old:
            self._many("INSERT OR IGNORE INTO held (what, incident) VALUES (?, ?)", [(what, incident) for what in sorted(new - old)])

    def holding(self, what: Iterable[int]) -> set[str]:
        """The ids that ever stood for any of these."""
        return {id_ for some in parts(what) for id_ in self.connection.execute(select(held.c.incident).where(held.c.what.in_(some)).distinct()).scalars()}


    # --- what may lie in what ----------------------------------------------------------------------------------

    def nest(self, incident: str, part: Iterable[int], whole: Iterable[int]) -> None:
        """Notes under which keys an incident may be found as a part, and as a whole."""
        self.connection.execute(delete(nests).where(nests.c.incident == incident))
        insert_many(self.connection, nests, [{"key": key, "whole": side, "incident": incident} for side, keys in ((0, part), (1, whole)) for key in sorted(set(keys))])

    def nested(self, keys: Iterable[int], *, whole: bool) -> set[str]:
        """The incidents that stand under any of these keys."""
        return {id_ for some in parts(keys) for id_ in self.connection.execute(
            select(nests.c.incident).where(nests.c.key.in_(some), nests.c.whole == int(whole)).distinct()).scalars()}


def _packed(ties: Sequence[tuple[int, float]]) -> bytes:
    return array("q", [other for other, _ in ties]).tobytes() + array("d", [value for _, value in ties]).tobytes()


def _unpacked(data: bytes) -> list[tuple[int, float]]:
    half = len(data) // 2
    others, values = array("q"), array("d")
    others.frombytes(data[:half])
    values.frombytes(data[half:])
    return list(zip(others, values))


def open_shelf(folder: Path) -> Shelf:
    """Opens the file of a case, and makes it anew when it is damaged or of another version."""
    path = folder / NAME
    try:
        shelf = Shelf(path)
        if shelf.get("version") in (VERSION, None):
            return shelf
        shelf.close()
    except (BearwitnessError, DatabaseError):
        pass
    forget(folder)
    return Shelf(path)


@contextmanager
def mended(folder: Path) -> Iterator[None]:
    """Removes the file when it turns out to be damaged while it is used, so that the next run makes it anew."""
    try:
        yield
    except DatabaseError as e:
        if "malformed" not in str(e).lower():
            raise
        forget(folder)
        raise StoreError(f"{folder / NAME}: what grouping had kept was damaged and is removed, nothing else is lost: run this again") from e


def forget(folder: Path) -> None:
    """Deletes the file, its bytes overwritten."""
    for name in (NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal"):
        path = folder / name
        if path.exists() or path.is_symlink():
            with suppress(OSError):
                overwrite(path)
            path.unlink(missing_ok=True)
