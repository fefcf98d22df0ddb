"""The organiser's table: proposals by what reviewers say, filtered and sorted, and the balance of a choice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange.agenda.models import Format, Pause, Session, SessionState
from exchange.calls import queries
from exchange.calls.models import Call, Proposal
from exchange.calls.reviewing import given, partial_pairs
from exchange.cities.models import Region
from exchange.db import db
from exchange.domain.call_balance import LEAST_DEVELOPED, Balance, Traits, balance
from exchange.domain.call_reviews import Rating, rating
from exchange.domain.calls import Decision, ProposalState
from exchange.domain.text import fold
from exchange.forums.models import Forum, Room
from exchange.registration.models import Gender

# Hours of a day in which a room can be used, less the pauses of that day.
HOURS_A_DAY = 9
PER_PAGE = 100


class Stand(StrEnum):
    """Where the organisers are with a proposal, for filtering."""

    UNMARKED = "unmarked"
    MARKED = "marked"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"


@dataclass(frozen=True)
class Row:
    """A proposal with what its reviews say together."""

    proposal: Proposal
    rating: Rating
    criteria: Mapping[int, float]

    @property
    def place(self) -> str:
        return self.proposal.city.name if self.proposal.city else self.proposal.organisation


@dataclass(frozen=True)
class Filters:
    """What an organiser looks for; what makes no sense is left out."""

    q: str = ""
    stand: Stand | None = None
    theme: str = ""
    format: Format | None = None
    region: Region | None = None
    sort: str = "-mean"


def filters_from(args: Mapping[str, str]) -> Filters:
    """Filters from a query string."""
    return Filters(
        q=args.get("q", "").strip()[:100],
        stand=Stand(args["stand"]) if args.get("stand") in set(Stand) else None,
        theme=args.get("theme", "")[:8],
        format=Format(args["format"]) if args.get("format") in set(Format) else None,
        region=Region(args["region"]) if args.get("region") in set(Region) else None,
        sort=args.get("sort", "-mean"),
    )


def rows_of(call: Call, proposals: Collection[Proposal]) -> list[Row]:
    """Proposals with their ratings, in the order given."""
    partial, weights = partial_pairs(call, [review for each in proposals for review in each.reviews]), call.weights
    rows = []
    for proposal in proposals:
        reviews = given(proposal, partial)
        points = [each.scores for each in reviews if each.counts]
        means = {key: sum(each[key] for each in points) / len(points) for key in weights if _all_have(points, key)}
        rows.append(Row(proposal, rating(reviews, weights), means))
    return rows


def _all_have(points: list[Mapping[int, int]], key: int) -> bool:
    return bool(points) and all(key in each for each in points)


SORTS: dict[str, Any] = {
    "mean": lambda row: row.rating.mean if row.rating.mean is not None else -1,
    "spread": lambda row: row.rating.spread,
    "reviews": lambda row: row.rating.reviews,
    "title": lambda row: fold(row.proposal.title),
    "city": lambda row: fold(row.place),
    "number": lambda row: row.proposal.number,
}


def ranked(rows: list[Row], filters: Filters) -> list[Row]:
    """The rows that fit, sorted; equal ones by their number."""
    found = [row for row in rows if _fits(row, filters)]
    name, down = filters.sort.removeprefix("-"), filters.sort.startswith("-")
    return sorted(found, key=SORTS.get(name, SORTS["mean"]), reverse=down)


def _fits(row: Row, filters: Filters) -> bool:
    proposal = row.proposal
    city = proposal.city
    words = fold(f"{proposal.code} {proposal.title} {row.place} {proposal.proposer.name}")
    return (
        all(word in words for word in fold(filters.q).split())
        and (not filters.theme or proposal.theme_code == filters.theme)
        and (filters.format is None or proposal.format is filters.format)
        and (filters.region is None or (city is not None and city.region is filters.region))
        and (filters.stand is None or _stands(proposal, filters.stand))
    )


def _stands(proposal: Proposal, stand: Stand) -> bool:
    if stand is Stand.UNMARKED:
        return proposal.state is ProposalState.SUBMITTED and proposal.mark is None
    if stand is Stand.MARKED:
        return proposal.mark is not None
    return proposal.state.value == stand.value


# Balance


@dataclass(frozen=True)
class Choice:
    """A choice counted, beside everything that was sent, and the room time it takes. Hours."""

    chosen: Balance
    all: Balance
    hours: float
    agenda_hours: float
    room_hours: float


def chosen_numbers(proposals: Collection[Proposal], ticked: Collection[int]) -> set[int]:
    """Numbers of what is accepted, meant to be accepted, or ticked."""
    return {
        each.number
        for each in proposals
        if each.number in ticked or each.mark is Decision.ACCEPT or each.state is ProposalState.ACCEPTED
    }


def choice(call: Call, proposals: Collection[Proposal], ticked: Collection[int]) -> Choice:
    """How the choice is made up, when what is ticked is added to what is accepted."""
    emails = {person.email for each in proposals for person in each.people if person.email}
    genders = queries.genders_at(call.forum, emails) if emails else {}
    wanted = chosen_numbers(proposals, ticked)
    picked = [each for each in proposals if each.number in wanted]
    chosen = balance([traits(each, genders) for each in picked])
    held = {each.session_id for each in picked if each.session_id}
    return Choice(
        chosen=chosen,
        all=balance([traits(each, genders) for each in proposals]),
        hours=chosen.minutes / 60,
        agenda_hours=agenda_minutes(call.forum, held) / 60,
        room_hours=room_minutes(call.forum) / 60,
    )


def traits(proposal: Proposal, genders: Mapping[str, Gender]) -> Traits:
    """What a proposal counts as; speakers who have not told their gender count as not known."""
    city = proposal.city
    return Traits(
        minutes=proposal.minutes,
        region=city.region if city else None,
        income_group=city.income_group if city else None,
        theme=proposal.theme_code,
        format=proposal.format,
        country=city.country_code if city else "",
        languages=tuple(proposal.languages),
        genders=tuple(genders.get(each.email) for each in proposal.people),
    )


def is_least_developed(proposal: Proposal) -> bool:
    """Whether its city lies in one of the least developed countries."""
    return proposal.city is not None and proposal.city.country_code in LEAST_DEVELOPED


def agenda_minutes(forum: Forum, without: Collection[int | None]) -> int:
    """Minutes of the sessions the agenda has already, but for those of the choice itself."""
    planned = Session.forum_id == forum.id, Session.state == SessionState.PLANNED
    rows = db.session.execute(sa.select(Session.id, Session.minutes).where(*planned))
    return sum(minutes for number, minutes in rows if number not in without)


def room_minutes(forum: Forum) -> int:
    """Minutes in which the forum's rooms can be used: HOURS_A_DAY for each day and room, less the pauses between."""
    rooms = db.session.scalar(sa.select(sa.func.count(Room.id)).where(Room.forum_id == forum.id)) or 0
    pauses = db.session.execute(sa.select(Pause.starts_at, Pause.ends_at).where(Pause.forum_id == forum.id))
    days = (forum.ends_on - forum.starts_on).days + 1
    # An evening reception lies outside the hours in which rooms are used.
    idle = sum(
        ((ends - starts) for starts, ends in pauses if starts.astimezone(forum.zone).hour < 18), start=timedelta()
    )
    return rooms * max(days * HOURS_A_DAY * 60 - int(idle.total_seconds() // 60), 0)
