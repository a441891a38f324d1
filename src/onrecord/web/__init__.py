"""The reading room: pages over a record."""

from onrecord.web.app import create_app
from onrecord.web.server import ServeError, serve

__all__ = ["ServeError", "create_app", "serve"]
