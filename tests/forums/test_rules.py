"""What a forum's dates and numbers must be, where registration stands, what is missing, and safe Markdown."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exchange.domain.checklist import Check, ForumCounts, forum_checks
from exchange.domain.forum_rules import ForumPlan, Phase, Reason, check_slug, find_zone, phase, problems, shifted
from exchange.domain.refusal import Refusal
from exchange.markdown import markdown

DAY = date(2027, 5, 25)


def local(text):
    """A time on the wall of the forum, as a form gives it."""
    return datetime.fromisoformat(text)


NOON = local("2027-01-01T12:00")


def found(**values):
    plan = ForumPlan(**{"starts_on": DAY, "ends_on": date(2027, 5, 27), "time_zone": "Africa/Dakar"} | values)
    return [(name, refusal.reason) for name, refusal in problems(plan)]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"ends_on": date(2027, 5, 24)}, ("ends_on", Reason.END_BEFORE_START)),
        ({"ends_on": date(2028, 5, 24)}, ("ends_on", Reason.TOO_LONG)),
        ({"starts_on": date(27, 5, 25)}, ("starts_on", Reason.YEAR_ODD)),
        ({"time_zone": "Africa/Atlantis"}, ("time_zone", Reason.UNKNOWN_ZONE)),
        ({"opens": NOON, "closes": NOON}, ("closes", Reason.CLOSES_BEFORE_OPENING)),
        ({"closes": local("2027-05-28T00:00")}, ("closes", Reason.CLOSES_AFTER_FORUM)),
        ({"opens": local("2027-06-01T00:00")}, ("opens", Reason.OPENS_AFTER_FORUM)),
        ({"opens": local("1027-06-01T00:00")}, ("opens", Reason.YEAR_ODD)),
        ({"capacity": 0}, ("capacity", Reason.NOT_POSITIVE)),
        ({"capacity": 10**9}, ("capacity", Reason.TOO_MANY)),
        ({"capacity": 10, "city_quota": 11}, ("city_quota", Reason.QUOTA_OVER_CAPACITY)),
        ({"capacity": 10, "host_quota": 11}, ("host_quota", Reason.QUOTA_OVER_CAPACITY)),
    ],
)
def test_what_makes_no_sense_is_named_at_its_field(values, problem):
    assert found(**values) == [problem]


def test_a_sensible_plan_has_no_problems():
    assert found(opens=NOON, closes=local("2027-05-27T20:00"), capacity=180, city_quota=3, host_quota=10) == []
    assert found(ends_on=DAY) == []


def test_zones_are_found_by_what_people_type():
    assert [find_zone(text) for text in ("africa/dakar", "Dakar", "sao paulo", "Sao_Paulo", "nowhere", "utc")] == [
        "Africa/Dakar", "Africa/Dakar", "America/Sao_Paulo", "America/Sao_Paulo", "nowhere", "UTC",
    ]  # fmt: skip


@pytest.mark.parametrize("slug", ["a", "Dakar", "da kar", "-dakar", "dakar-", "da--kar", "new", "x" * 61, "é2027", ""])
def test_odd_addresses_are_refused(slug):
    with pytest.raises(Refusal):
        check_slug(slug)


def test_where_registration_stands():
    now = datetime(2027, 1, 10, tzinfo=UTC)
    before, after = now - timedelta(days=1), now + timedelta(days=1)
    assert phase(None, None, now) is Phase.NOT_SET
    assert phase(after, None, now) is Phase.OPENS_LATER
    assert phase(before, after, now) is Phase.OPEN
    assert phase(now, after, now) is Phase.OPEN
    assert phase(before, after, now, places=0) is Phase.FULL
    assert phase(before, after, now, places=1) is Phase.OPEN
    assert phase(before, now, now) is Phase.CLOSED
    assert phase(before, after, now, over=True) is Phase.CLOSED


def test_a_window_keeps_its_time_on_the_wall_over_a_change_of_clocks():
    paris = ZoneInfo("Europe/Paris")
    moment = shifted(datetime(2027, 3, 20, 8, tzinfo=UTC), paris, 14)
    assert moment.astimezone(paris).strftime("%d %H:%M") == "03 09:00"


def test_the_checklist_counts():
    empty = ForumCounts(
        languages=3, titles=1, welcomes=0, summaries=0, rooms=0, booths=0, themes=0, organisers=0, host_city=False,
        venue=False, address=False, window=False, capacity=False, quota=False, public=False,
    )  # fmt: skip
    assert not any(line.done for line in forum_checks(empty))
    titles = forum_checks(empty)[0]
    assert (titles.check, titles.have, titles.wanted) == (Check.TITLES, 1, 3)


def test_markdown_is_made_safe():
    html = markdown(
        "# Hello\n\n### Less\n\n<script>x</script> [a](javascript:x) [b](https://x.example) ![c](/c.png)\n\n- one"
    )
    assert "<h2>Hello</h2>" in html and "<h3>Less</h3>" in html and "<li>one</li>" in html
    assert "<script" not in html and "javascript:" not in html.replace("(javascript:x)", "") and "<img" not in html
    assert '<a href="https://x.example" rel="nofollow noopener">b</a>' in html
