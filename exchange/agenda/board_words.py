"""The sentences that the board's scripts say, in the page's language; {braces} are filled in by the script."""

from exchange.agenda.moments import _


def board_words() -> dict[str, str]:
    """Sentences by the name under which static/js/board/ asks for them."""
    return _of_cards() | _of_moving() | _of_talking()


def _of_cards() -> dict[str, str]:
    return {
        "clash": _("1 clash"),
        "clashes": _("%(count)s clashes", count="{count}"),
        "timeLocked": _("time locked"),
        "roomLocked": _("room locked"),
        "cancelled": _("cancelled"),
        "selected": _("selected"),
        "minutes": _("%(minutes)s min", minutes="{minutes}"),
        "noTheme": _("No theme"),
        "noRoom": _("No room yet"),
        "seats": _("%(seats)s seats", seats="{seats}"),
        "nothingHere": _("Nothing here on this day."),
        "trayEmpty": _("Every session has its place."),
        "noneFits": _("No session in the tray fits the filter."),
        "tray": _("Tray"),
    }


def _of_moving() -> dict[str, str]:
    return {
        "lockTime": _("Lock the time"),
        "unlockTime": _("Unlock the time"),
        "lockRoom": _("Lock the room"),
        "unlockRoom": _("Unlock the room"),
        "toTray": _("Back to the tray"),
        "moveTo": _("Move to …"),
        "change": _("Change the session"),
        "close": _("Close"),
        "free": _("nothing clashes"),
        "levelWarn": _("to know"),
        "levelPublish": _("must be solved before publishing"),
        "levelBlock": _("not possible"),
        "verdict": _("%(level)s: %(reasons)s", level="{level}", reasons="{reasons}"),
        "noTime": _("There is no such time on this day."),
        "wishes": _("%(count)s wishes would clash", count="{count}"),
        "count": _("%(count)s selected", count="{count}"),
    }


def _of_talking() -> dict[str, str]:
    return {
        "pickedUp": _("%(code)s is picked up. Arrows move it, Enter drops it, Escape puts it back.", code="{code}"),
        "put": _("%(code)s is back where it was.", code="{code}"),
        "locked": _("%(code)s is locked. Unlock it first.", code="{code}"),
        "dropped": _("%(code)s: %(place)s.", code="{code}", place="{place}"),
        "trayed": _("%(code)s is in the tray.", code="{code}"),
        "lockedNow": _("%(code)s is locked.", code="{code}"),
        "unlockedNow": _("%(code)s is unlocked.", code="{code}"),
        "undo": _("Undo %(codes)s", codes="{codes}"),
        "redo": _("Do again %(codes)s", codes="{codes}"),
        "offline": _("The server does not answer. Nothing was lost; the board tries again."),
        "signedOut": _("You are signed out, or may not change this agenda any more. Load the page again."),
        "gone": _("%(code)s is no longer in the agenda.", code="{code}"),
    }
