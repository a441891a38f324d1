"""The reading room: pages over a record."""
