"""The balance of a forum: who is approved, by city, region, income group and gender."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from exchange.cities.models import City, IncomeGroup, Region
from exchange.db import db
from exchange.domain.delegations import COUNTED, SEATED, Role, Standing, quota_of
from exchange.forums.models import Forum
from exchange.registration.models import Gender, Registration

TOP = 8


@dataclass(frozen=True)
class CityGauge:
    """How many of a city are approved and how many ask, against its quota (None: no limit)."""

    number: int
    name: str
    approved: int
    asking: int
    quota: int | None


@dataclass(frozen=True)
class Gauges:
    """Approved people counted in several ways; `asking` are sent or waiting."""

    seated: int
    capacity: int | None
    by_standing: dict[Standing, int]
    cities: list[CityGauge]
    regions: dict[Region, int]
    income_groups: dict[IncomeGroup, int]
    genders: dict[Gender | None, int]

    @property
    def approved(self) -> int:
        """Everybody approved, whatever the role."""
        return self.by_standing.get(Standing.APPROVED, 0)


@dataclass(frozen=True)
class _Group:
    city_id: int | None
    city: str | None
    region: Region | None
    income: IncomeGroup | None
    role: Role
    gender: Gender | None
    standing: Standing
    number: int


def gauges(forum: Forum) -> Gauges:
    """The forum's balance, from one grouped query."""
    keys = (
        Registration.city_id, City.name, City.region, City.income_group,
        Registration.role, Registration.gender, Registration.standing,
    )  # fmt: skip
    wanted = sa.select(*keys, sa.func.count(Registration.id)).select_from(Registration).outerjoin(Registration.city)
    rows = db.session.execute(wanted.where(Registration.forum_id == forum.id).group_by(*keys))
    groups = [_Group(*row) for row in rows]
    approved = [group for group in groups if group.standing is Standing.APPROVED]
    return Gauges(
        seated=sum(group.number for group in approved if group.role in SEATED),
        capacity=forum.capacity,
        by_standing=_counted(groups, "standing"),
        cities=_city_gauges(forum, groups),
        regions=_counted([group for group in approved if group.region], "region"),
        income_groups=_counted([group for group in approved if group.income], "income"),
        genders=_counted(approved, "gender"),
    )


def _counted(groups: list[_Group], key: str) -> dict[Any, int]:
    counts: Counter[Any] = Counter()
    for group in groups:
        counts[getattr(group, key)] += group.number
    return dict(counts.most_common())


def _city_gauges(forum: Forum, groups: list[_Group]) -> list[CityGauge]:
    """The cities that matter most: over or at their quota first, then the largest."""
    approved: Counter[int] = Counter()
    asking: Counter[int] = Counter()
    names: dict[int, str] = {}
    for group in groups:
        if group.city_id is None or group.role not in COUNTED:
            continue
        names[group.city_id] = group.city or ""
        if group.standing is Standing.APPROVED:
            approved[group.city_id] += group.number
        elif group.standing in (Standing.SUBMITTED, Standing.WAITING):
            asking[group.city_id] += group.number
    found = [
        CityGauge(number, name, approved[number], asking[number], _quota(forum, number))
        for number, name in names.items()
        if approved[number] + asking[number]
    ]
    return sorted(found, key=_urgency)[:TOP]


def _quota(forum: Forum, city_id: int) -> int | None:
    return quota_of(city_id, forum.host_city_id, forum.city_quota, forum.host_quota)


def _urgency(city: CityGauge) -> tuple[int, int, int, str]:
    if city.quota is None:
        return 0, 0, -(city.approved + city.asking), city.name
    too_many = max(0, city.approved - city.quota)
    return -too_many, city.quota - city.approved - city.asking, -city.asking, city.name
