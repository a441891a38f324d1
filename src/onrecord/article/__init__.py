"""A page becomes an Article."""
