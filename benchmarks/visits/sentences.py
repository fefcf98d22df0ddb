"""Reasons in plain English, for results on instance files; the pages have sentences of their own."""

from exchange.domain.visit_allocation import Before, Cause, Missed, Outcome, Reason

FIRST = {
    Before.LOCKED: "seats given beforehand came first",
    Before.HAD_IT: "those who had a seat kept it",
    Before.NO_OTHER_SEAT: "people who would have had no seat came first",
    Before.CITY_WITHOUT: "cities without a seat came first",
    Before.RANK: "those who would have been further down their list came first",
    Before.LOT: "the lot decided between equals",
}
CAUSES = {
    Cause.BARRED: "is not open to you",
    Cause.STEPS: "has steps",
    Cause.BUSY: "is when you are busy",
    Cause.LANGUAGE: "is in none of your languages",
    Cause.NOT_OFFERED: "is not offered",
    Cause.DOES_NOT_RUN: "does not run, for too few people could come ({needs} are needed)",
    Cause.CITY_FULL: "has a limit of {seats} for your city, which others of it have reached",
    Cause.GROUP_FULL: "has a limit of {seats} for your group, which is reached",
    Cause.INTERPRETERS_FULL: "has interpreters for {seats} listeners, and no more",
    Cause.FULL: "had {first_choices} first choices and {wishes} wishes for {seats} seats",
    Cause.SAME_HALF_DAY: "is at the time of your other visit",
    Cause.NEEDED_ELSEWHERE: "had a seat, but another visit needs you to run",
}


def sentence(reason: Reason) -> str:
    """Why somebody has the seats they have, or none."""
    start = {
        Outcome.LOCKED: "Your seat was given beforehand.",
        Outcome.FIRST_CHOICE: "You have your first choice.",
        Outcome.LATER_CHOICE: f"You have your choice number {min(reason.ranks, default=0)}.",
        Outcome.KEPT: "You keep the seat you had.",
        Outcome.WITHOUT: "There is no seat for you.",
        Outcome.NO_WISHES: "You wished for no visit.",
    }[reason.outcome]
    return " ".join([start, *(_missed(one) for one in reason.missed)])


def _missed(missed: Missed) -> str:
    said = CAUSES[missed.cause].format(
        needs=missed.needs, seats=missed.seats, first_choices=missed.first_choices, wishes=missed.wishes
    )
    decided = [FIRST[one] for one in Before if missed.before.get(one)]
    return f"Your choice number {missed.rank} ({missed.visit}) {said}{'; ' if decided else ''}{'; '.join(decided)}."
