"""Answers that have not changed: tagged by what they are made of, so that 304 comes before anything is built."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Response, current_app, g, request, session
from werkzeug.http import is_resource_modified

from exchange.forums.models import Forum
from exchange.i18n import current_language


def tag(*parts: object) -> str:
    """A strong tag of everything an answer depends on; the code's age and the page's language are among it."""
    content = repr((code_mark(), current_language(), request.host_url, *parts))
    return hashlib.sha256(content.encode()).hexdigest()[:32]


@cache
def code_mark() -> int:
    """When templates, styles, translations or code last changed (nanoseconds), for what was built by older ones."""
    root = Path(current_app.root_path)
    folders = (root, Path(str(current_app.template_folder)), Path(str(current_app.static_folder)))
    kinds = {".py", ".html", ".css", ".js", ".mo"}
    ages = (path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.suffix in kinds)
    return max(ages, default=0)


def not_modified(mark: str, since: datetime | None = None, control: str | None = None) -> Response | None:
    """304 when the asker has this answer already; None when it must be built."""
    if is_resource_modified(request.environ, etag=mark, last_modified=since):
        return None
    return _marked(Response(status=304), mark, since, control)


def marked(response: Response, mark: str, since: datetime | None = None, control: str | None = None) -> Response:
    """The answer with what the next question will be compared with."""
    return _marked(response, mark, since, control)


def _marked(response: Response, mark: str, since: datetime | None, control: str | None) -> Response:
    response.set_etag(mark)
    response.last_modified = since
    response.vary.update(("Accept-Language", "Cookie"))
    if control:
        response.headers["Cache-Control"] = control
    return response


def is_plain_reader() -> bool:
    """Whether the asker gets the page everybody gets: not signed in, and no message waits for them."""
    return g.person is None and "_flashes" not in session


def forum_mark(forum: Forum) -> tuple[object, ...]:
    """What a page's frame says about its forum."""
    return forum.slug, forum.updated_at, forum.state
