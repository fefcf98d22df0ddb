"""Routes of documents."""

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from exchange.documents import service
from exchange.forums.gate import public_forum
from exchange.i18n import current_language

bp = Blueprint("documents", __name__)


@bp.get("/f/<slug>/programme.pdf")
def programme(slug: str) -> BaseResponse:
    """The printed programme of the newest release; ?lang= chooses the language. The first reader waits some seconds."""
    printed = service.printed_programme(public_forum(slug), current_language())
    if printed is None:
        raise _not_yet()
    if request.if_none_match.contains_weak(printed.key):
        response = Response(status=304)
    else:
        name, language = printed.file_name, printed.language
        response = send_file(printed.build(), mimetype="application/pdf", download_name=name, etag=False, max_age=None)
        response.content_language.add(language)
    response.set_etag(printed.key)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    return response.make_conditional(request)


def _not_yet() -> NotFound:
    error = NotFound(_("The agenda of this forum is not published yet, so there is no programme to print."))
    error.told = True  # type: ignore[attr-defined]  # the error page may show this sentence
    return error
