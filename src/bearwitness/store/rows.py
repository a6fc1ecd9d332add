"""Rows: fast inserts, JSON columns, unique prefixes of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import rfc8785
from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.dialects import sqlite

from bearwitness.errors import UsageError

_PREPARER = sqlite.dialect().identifier_preparer
SHORTEST_PREFIX = 8
IN_ONE = 500             # ids in one statement


@cache
def _insert_sql(table: Table, columns: tuple[str, ...], ignore: bool) -> str:
    names = ", ".join(_PREPARER.quote(name) for name in columns)
    marks = ", ".join("?" for _ in columns)
    return f"INSERT {'OR IGNORE ' if ignore else ''}INTO {table.name} ({names}) VALUES ({marks})"


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *,
                ignore: bool = False) -> None:
    """Inserts rows by the driver's executemany: three times as fast as `insert()` with dictionaries.

    Args:
        rows: all with the same columns.
        ignore: leave a row that is there already as it is.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    values = [tuple(row[name] for name in columns) for row in rows]
    connection.exec_driver_sql(_insert_sql(table, columns, ignore), values)


def json_text(value: Any) -> str:
    """RFC 8785 JSON for a text column."""
    return rfc8785.dumps(value).decode()


def by_prefix(connection: Connection, column: Column[str], prefix: str) -> str | None:
    """The whole id that starts with `prefix`, None when there is none.

    Raises:
        UsageError: the prefix fits more than one id, or is too short to be safe.
    """
    exact = connection.execute(select(column).where(column == prefix).limit(1)).scalar()
    if exact is not None:
        return exact
    if len(prefix) < SHORTEST_PREFIX:
        return None
    found = connection.execute(select(column).where(column >= prefix, column < prefix + "\U0010ffff")
                               .distinct().limit(2)).scalars().all()
    if len(found) > 1:
        raise UsageError(f"{prefix}: more than one id starts so: give more characters")
    return found[0] if found else None


def parts(ids: Iterable[Any]) -> Iterator[list[Any]]:
    """The ids in order, each once, as many together as go into one statement."""
    every = sorted(set(ids))
    for start in range(0, len(every), IN_ONE):
        yield every[start:start + IN_ONE]
