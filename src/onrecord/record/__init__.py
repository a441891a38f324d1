"""Many readings become a record: one SQLite file, searchable."""
