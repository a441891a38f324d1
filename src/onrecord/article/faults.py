"""What goes wrong with one file is told as one ``Unreadable``, and the other files are read."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator

from onrecord.article.errors import ArticleError
from onrecord.article.files import NoColumnError
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.notices import Notice
from onrecord.article.tar import TarError
from onrecord.article.unpacking import UnpackingError
from onrecord.extras import MissingExtraError
from onrecord.model import Article

Articles = Iterator[Article | Unreadable]


def told(make: Callable[[], Articles], origin: str, intake: Intake, *, of_folder: bool) -> Articles:
    """Yield the articles of the file at ``origin``; where it ends early, why.

    Tables of other things lie beside articles, so with ``of_folder`` one is passed over with a notice.
    """
    try:
        yield from make()
    except NoColumnError as error:
        if of_folder:
            intake.notify(Notice(origin, "no page", f"a table of something else ({error.problem})"))
        else:
            yield Unreadable(error.origin, error.reason)
    except ArticleError as error:
        yield Unreadable(error.origin, error.reason)
    except MissingExtraError as error:
        yield Unreadable(origin, str(error))
    except (UnpackingError, TarError) as error:
        yield Unreadable(origin, f"{error}; get a whole copy, or unpack it yourself")
    except (OSError, ValueError, EOFError, zlib.error, lzma.LZMAError) as error:
        yield Unreadable(origin, _explain(error))


def _explain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the path"
    if isinstance(error, PermissionError):
        return "this file may not be read; check its permissions"
    return f"this file cannot be read ({error}); check the path"
