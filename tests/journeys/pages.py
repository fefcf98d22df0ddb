"""Every kind of page, and who may open it. A new page is added here, in one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Template

EVERYBODY = ("stranger", "delegate", "focal point", "organiser", "host")
PERSONS = EVERYBODY[1:]
GOING = ("delegate", "focal point")
CITY = ("focal point", "organiser")
HOSTS = ("host", "organiser")
ORGANISER = ("organiser",)


@dataclass(frozen=True)
class PageKind:
    """An address with $placeholders of the world, the people who open it, and the status it answers with."""

    path: str
    who: tuple[str, ...]
    status: int = 200

    def address(self, world: dict[str, object]) -> str:
        return Template(self.path).substitute(world)


@dataclass(frozen=True)
class Dialog:
    """A dialog: the page it stands on, and the button or link that opens it."""

    path: str
    selector: str
    who: str

    def address(self, world: dict[str, object]) -> str:
        return Template(self.path).substitute(world)


FORUM = "/f/dakar-2027"
FRESH = "/f/fresh-2028"

PUBLIC = (
    "/", "/cities/", "/cities/?q=lome", "/cities/?q=nowhere-at-all", "/cities/$city", "/cities/$city/exchange",
    "/sign-in", "/sign-in/sent", "/demo/outbox", "/demo/outbox/$mail",
    f"{FORUM}/", f"{FORUM}/register/sent", f"{FORUM}/call", f"{FORUM}/call/sent",
    f"{FORUM}/agenda", f"{FORUM}/agenda?view=list", f"{FORUM}/agenda?q=nothing-like-this", f"{FORUM}/agenda/changes",
    f"{FORUM}/sessions/S01", f"{FORUM}/visits/", f"{FORUM}/visits/V1",
    f"{FORUM}/sessions/S12", f"{FORUM}/sessions/S12/seat", f"{FORUM}/agenda/seats",
    f"{FORUM}/cities/", f"{FORUM}/cities/statements", f"{FORUM}/cities/statements?q=nothing-like-this",
    f"{FORUM}/register",
    f"{FRESH}/", f"{FRESH}/agenda", f"{FRESH}/visits/", f"{FRESH}/cities/", f"{FRESH}/register",
)  # fmt: skip
SIGNED_IN = (
    "/account/", "/account/calendars", "/cities/ask", f"{FORUM}/me", f"{FORUM}/agenda/mine", f"{FORUM}/visits/wishes",
    f"{FRESH}/me", f"{FRESH}/agenda/mine",
)  # fmt: skip
DELEGATE = (
    f"{FORUM}/participants", f"{FORUM}/participants?q=nobody-at-all", f"{FORUM}/register/needs",
    f"{FORUM}/register/review", f"{FORUM}/me/withdraw",
)  # fmt: skip
FOCAL = (
    "/cities/$lome/exchange", "/cities/$lome/exchange/new", "/cities/$lome/exchange/new?direction=offer",
    "/cities/$lome/exchange/$statement/edit", "/cities/$lome/exchange/$statement/delete",
)  # fmt: skip
REVIEWER = ("focal point",)
REVIEWS = tuple(f"{FORUM}/review/{page}" for page in ("", "10", "14", "14/conflict"))
HOST = tuple(f"{FORUM}/host/{page}" for page in ("", "V1", "V1/edit", "V1/route", "V1/preview"))
NETWORK = (
    "/manage/", "/manage/cities/", "/manage/cities/?q=nowhere-at-all", "/manage/cities/new", "/manage/cities/$city",
    "/manage/cities/import", "/manage/cities/import/$cities_upload", "/manage/cities/requests",
    "/manage/cities/requests/$request", "/manage/forums/new", "/manage/forums/dakar-2027/copy", "/manage/outbox",
    "/manage/outbox/$mail", "/manage/outbox?q=nobody-at-all",
)  # fmt: skip
MANAGED = (
    "", "settings", "rooms/", "rooms/new", "rooms/$room", "rooms/$room/remove", "themes", "duties", "state",
    "state/archived", "outbox", "outbox/$mail",
    "registrations/", "registrations/?q=nobody-at-all", "registrations/$registration",
    "registrations/$registration/edit", "registrations/$registration/cancel",
    "registrations/decline?ids=$waiting", "registrations/import", "registrations/import/$people_upload",
    "agenda/board/", "agenda/board/list", "agenda/board/sessions/S07/move",
    "agenda/", "agenda/?q=nothing-like-this", "agenda/grid", "agenda/clashes", "agenda/pauses", "agenda/pauses/$pause",
    "agenda/publish", "agenda/releases/", "agenda/releases/1", "agenda/releases/1/restore",
    "agenda/sessions/new", "agenda/sessions/S07",
    "agenda/sessions/S07/cancel", "agenda/rules", "agenda/people", "agenda/interpreters", "agenda/formats/",
    "agenda/formats/panel", "agenda/seats/", "agenda/sessions/S12/seats", "agenda/sessions/S12/seats?q=nobody-at-all",
    "agenda/sessions/S12/seats/limits", "agenda/sessions/S12/seats/lift", "agenda/sessions/S12/seats/$seat/take-back",
    "agenda/sessions/S07/seats", "agenda/proposals/", "agenda/interpreters/rota",
    "visits/", "visits/V1", "visits/wishes", "visits/wishes?q=nothing-like-this",
    "call/", "call/?q=nothing-like-this", "call/settings", "call/criteria", "call/reviewers", "call/proposals/10",
    "call/proposals/2", "call/proposals/10/withdraw", "call/decide", "call/merge?ids=10,12",
)  # fmt: skip
# A forum in which nothing has been done: every list is empty.
UNTOUCHED = (
    "", "rooms/", "registrations/", "outbox", "agenda/board/", "agenda/board/list", "agenda/", "agenda/grid",
    "agenda/clashes", "agenda/pauses", "agenda/publish", "agenda/releases/", "agenda/rules", "agenda/people",
    "agenda/interpreters", "agenda/formats/", "agenda/seats/", "agenda/proposals/", "agenda/interpreters/rota",
    "visits/", "visits/wishes", "call/", "call/settings",
)  # fmt: skip


def page_kinds() -> Iterator[PageKind]:
    """All of them."""
    yield from (PageKind(path, EVERYBODY) for path in PUBLIC)
    yield PageKind("/nowhere", EVERYBODY, 404)
    yield PageKind("/sign-in/a-link-that-was-never-made", ("stranger",), 410)
    yield PageKind(f"{FORUM}/manage/", ("delegate", "focal point", "host"), 403)
    yield from (PageKind(path, PERSONS) for path in SIGNED_IN)
    yield from (PageKind(path, GOING) for path in DELEGATE)
    yield PageKind("/account/calendars/$feed/revoke", ("delegate",))
    yield PageKind(f"{FORUM}/sessions/S29/seat/give-back", ("delegate",))
    yield from (PageKind(path, CITY) for path in FOCAL)
    yield from (PageKind(path, REVIEWER) for path in REVIEWS)
    yield from (PageKind(path, HOSTS) for path in HOST)
    yield from (PageKind(f"{FORUM}/host/{page}", ORGANISER) for page in ("new", "V1/cancel"))
    yield from (PageKind(path, ORGANISER) for path in NETWORK)
    yield from (PageKind(f"{FORUM}/manage/{page}", ORGANISER) for page in MANAGED)
    yield from (PageKind(f"{FRESH}/manage/{page}", ORGANISER) for page in UNTOUCHED)


DIALOGS = (
    Dialog(f"{FORUM}/me", "a[data-dialog]", "delegate"),
    Dialog("/account/calendars", "a[data-dialog]", "delegate"),
    Dialog("/cities/$lome/exchange", "a[data-dialog]", "focal point"),
    Dialog(f"{FORUM}/manage/state", "a[data-dialog]", "organiser"),
    Dialog(f"{FORUM}/manage/duties", "button[data-confirm]", "organiser"),
    Dialog(f"{FORUM}/manage/agenda/sessions/S07", "a[data-dialog]", "organiser"),
    Dialog(f"{FORUM}/host/V1", "a[data-dialog]", "organiser"),
    Dialog(f"{FORUM}/manage/visits/V1", "button[data-confirm]", "organiser"),
)
