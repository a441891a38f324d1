"""What the record keeps counted, so that no page has to count it: whose a statement is, and what it counts for.

The views ``statement_subjects`` and ``statement_tallies`` say what is to be counted; the tables ``said`` and
``tallies`` hold it. A subject is a speaker (``entities.identity``) or ``for`` and the code of a state.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

FEW = 5
_RIGHT = (
    (
        "said",
        "subject, day, statement_id, addressee_id",
        "SELECT subject, day, statement_id, addressee_id FROM statement_subjects",
    ),
    (
        "tallies",
        "subject, what, key, number",
        "SELECT subject, what, key, count(*) FROM statement_tallies GROUP BY 1, 2, 3 "
        "UNION ALL SELECT '', 'all', 'articles', count(*) FROM articles",
    ),
)


def count(database: sqlite3.Connection, article_id: str) -> None:
    """Count the statements of an article; after they have been inserted."""
    database.execute(
        "INSERT INTO said SELECT subject, day, statement_id, addressee_id FROM statement_subjects "
        "WHERE article_id = ?",
        (article_id,),
    )
    database.execute(
        "INSERT INTO tallies SELECT subject, what, key, 1 FROM statement_tallies WHERE article_id = ? "
        "ON CONFLICT DO UPDATE SET number = number + 1",
        (article_id,),
    )


def uncount(database: sqlite3.Connection, article_id: str) -> None:
    """Count the statements of an article no longer; before they are deleted."""
    database.execute(
        "INSERT INTO tallies SELECT subject, what, key, -1 FROM statement_tallies WHERE article_id = ? "
        "ON CONFLICT DO UPDATE SET number = number - 1",
        (article_id,),
    )
    database.execute(
        "DELETE FROM tallies WHERE number = 0 AND (subject, what, key) IN "
        "(SELECT subject, what, key FROM statement_tallies WHERE article_id = ?)",
        (article_id,),
    )
    database.execute(
        "DELETE FROM said WHERE (subject, day, statement_id) IN "
        "(SELECT subject, day, statement_id FROM statement_subjects WHERE article_id = ?)",
        (article_id,),
    )


def recounted() -> Iterator[tuple[str, str]]:
    """Yield in words what may be kept wrong, and the SELECT that finds it, for a few rows."""
    for table, columns, right in _RIGHT:
        kept, every = f"SELECT {columns} FROM {table}", f"SELECT * FROM ({right})"
        yield f"{table} lacks", f"{every} EXCEPT {kept} LIMIT {FEW}"
        yield f"{table} should not have", f"{kept} EXCEPT {every} LIMIT {FEW}"
