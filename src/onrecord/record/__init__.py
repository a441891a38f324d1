"""Many readings become a record: one SQLite file of articles, what was said in them, and a search over it."""

from onrecord.record.errors import QueryError, RecordError
from onrecord.record.facets import Filters
from onrecord.record.search import Hit, Hits, search
from onrecord.record.store import Added, ArticleRow, Counts, Record

__all__ = ["Added", "ArticleRow", "Counts", "Filters", "Hit", "Hits", "QueryError", "Record", "RecordError", "search"]
