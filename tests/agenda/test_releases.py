"""Releases: looked at before publishing, read, compared, put back; and what readers see of a change."""

import threading
from datetime import timedelta

import sqlalchemy as sa

from exchange import clock
from exchange.agenda import queries, restoring, service
from exchange.agenda.models import Pause, Release, Session, SessionRole, SessionState, SessionWish
from exchange.audit import AuditLine
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum, ForumState
from tests import make
from tests.agenda.scene import cost, count, publish, published, scene, speaks
from tests.browser import Browser, path_of, words_of


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda"


def field(client, name):
    return client.page.find(f".//input[@name='{name}']").get("value")


def moved(here, number=0, hours=7):
    here.sessions[number].starts_at += timedelta(hours=hours)
    db.session.commit()


def told(here):
    """As if the mails about the releases so far had been written."""
    db.session.execute(sa.update(Release).values(told_at=clock.now(), told=0))
    db.session.commit()


def restore(here, version):
    found = restoring.restore(here.forum, queries.release_of(here.forum, version))
    db.session.commit()
    db.session.expire_all()
    return found


def sessions(here):
    rows = db.session.scalars(sa.select(Session).where(Session.forum_id == here.forum.id))
    return {row.guid: row for row in rows}


# Before publishing


def test_before_publishing_one_sees_how_many_people_are_written_to_and_by_what(app, client):
    here = published(3)
    told(here)
    chair, fan = make.person(given_name="Ama", family_name="Darko"), make.person()
    speaks(here.sessions[0], chair)
    for person, session in ((fan, here.sessions[1]), (chair, here.sessions[1])):
        make.registration(here.forum, person, standing=Standing.APPROVED)
        make.save(SessionWish(session_id=session.id, person_id=person.id, created_at=clock.now()))
    moved(here, 1)
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    assert "2 people get one e-mail each" in client.text
    assert "1 with a role in a session that changes" in client.text
    assert "1 who chose a session that changes" in client.text
    assert "Ama Darko" in client.text and fan.name not in client.text
    here.forum.state = ForumState.DRAFT
    client.get(f"{base(here)}/publish")
    assert "The forum is not public yet, so nobody is written to." in client.text


def test_the_note_is_previewed_as_people_read_it_and_nothing_is_published(app, client):
    here = scene()
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    answer = client.post(f"{base(here)}/publish", {"note-en": "**All** rooms\n\n<script>x</script>", "preview": "1"})
    assert answer.status_code == 200 and count(Release) == 0
    preview = client.page.find(".//div[@id='note-preview']")
    assert preview.find(".//strong").text == "All"
    assert client.page.find(".//textarea[@name='note-en']").text.strip().startswith("**All**")


def test_what_was_not_looked_at_is_not_published(app, client):
    here = published()
    moved(here)
    client.sign_in(here.organiser).get(f"{base(here)}/publish")
    seen = field(client, "seen")
    moved(here, 1)
    assert client.post(f"{base(here)}/publish", {"note-en": "My note", "seen": seen}).status_code == 422
    assert "The draft has changed since you opened this page" in client.text
    assert client.page.find(".//textarea[@name='note-en']").text.strip() == "My note"
    assert count(Release) == 1
    answer = client.post(f"{base(here)}/publish", {"note-en": "My note", "seen": field(client, "seen")})
    assert path_of(answer) == f"{base(here)}/releases/"
    assert count(Release) == 2


def test_the_note_is_rendered_wherever_it_stands(app, client):
    here = published()
    moved(here)
    publish(here.forum, {"en": "**Bold** and [linked](https://city.example)", "fr": "**Gras**"})
    home = f"/f/{here.forum.slug}"
    client.sign_in(here.organiser)
    for path in (f"{home}/agenda", f"{home}/agenda/changes", f"{base(here)}/releases/2"):
        client.get(path)
        note = client.page.find(".//div[@class='prose release-note']")
        assert note.find(".//strong").text == "Bold" and note.find(".//a").get("href") == "https://city.example", path
        assert "**" not in client.text, path
    client.get(f"{base(here)}/releases/")
    assert "**" not in client.text and "Bold and linked (https://city.example)" in client.text
    client.get(f"{home}/agenda?lang=fr")
    assert client.page.find(".//div[@class='prose release-note']//strong").text == "Gras"
    calendar = client.get(f"{home}/agenda.ics?lang=en").get_data(as_text=True).replace("\r\n ", "")
    assert "Bold and linked (https://city.example)" in calendar and "**" not in calendar


# What readers see


def test_changed_sessions_are_marked_until_the_next_release(app, client):
    here = published(3)
    here.sessions[0].room_id = here.atelier.id
    here.sessions[1].abstracts = {"en": "A typing error less."}
    db.session.commit()
    db.session.expire_all()
    publish(here.forum)
    home = f"/f/{here.forum.slug}"
    for view in ("list", "grid"):
        client.get(f"{home}/agenda?view={view}")
        marks = client.page.findall(f".//*[@class='{'badge badge-warning' if view == 'list' else 'slot-news'}']")
        assert [words_of(mark) for mark in marks] == ["New room"], view
        assert "Marked: what is different since version 1 of" in client.text
    client.get(f"{home}/sessions/S01")
    assert "Changed since version 1" in client.text and "Now in Atelier; it was in Baobab." in client.text
    here.sessions[2].titles = {"en": "Renamed"}
    publish(here.forum)
    client.get(f"{home}/sessions/S01")
    assert "Changed since" not in client.text
    client.get(f"{home}/agenda?view=list")
    assert "New title" in client.text and "New room" not in client.text


def test_changes_since_any_version_can_be_asked_for(app, client):
    here = published(2)
    moved(here)
    publish(here.forum)
    moved(here, 1)
    publish(here.forum)
    client.get(f"/f/{here.forum.slug}/agenda/changes?since=1")
    assert "S01" in client.text and "S02" in client.text
    client.get(f"/f/{here.forum.slug}/agenda/changes")
    assert "S01 ·" not in client.text
    chosen = client.page.find(".//select[@name='since']")
    assert [option.get("value") for option in chosen] == ["2", "1"]


# Read and compared


def test_an_earlier_release_is_shown_as_people_saw_it_and_marked_as_old(app, client):
    here = published(2)
    here.sessions[0].titles = {"en": "Renamed"}
    publish(here.forum)
    client.sign_in(here.organiser).get(f"{base(here)}/releases/1")
    assert "This is an old version. People see version 2." in client.text
    assert "Title 1" in client.text and "Renamed" not in client.text
    assert client.page.find(".//div[@class='day-grid cols-1']") is not None
    client.get(f"{base(here)}/releases/2?day=2027-05-26")
    assert "old version" not in client.text and "No session on this day" in client.text


def test_any_two_versions_are_compared_whatever_their_order(app, client):
    here = published(2)
    moved(here, 0, 24)
    publish(here.forum)
    here.sessions[1].state = SessionState.CANCELLED
    publish(here.forum)
    for query in ("old=1&new=3", "old=3&new=1"):
        client.sign_in(here.organiser).get(f"{base(here)}/releases/compare?{query}")
        assert "Version 1 on the left, version 3 on the right." in client.text
        assert "Moved to Wed 26 May, 09:00–10:00; it was Tue 25 May, 09:00–10:00." in client.text
        rows = [words_of(row) for row in client.page.findall(".//tbody/tr")]
        assert len(rows) == 3 and rows[0].startswith("09:00 S01") and rows[2].endswith("differs")
    client.get(f"{base(here)}/releases/compare?old=2&new=2")
    assert "Every session stands where it stood" in client.text
    assert client.get(f"{base(here)}/releases/compare?old=1&new=9").status_code == 404
    assert client.get(f"{base(here)}/releases/compare?old=x").status_code == 200


def test_comparing_needs_two_releases(app, client):
    here = published()
    answer = client.sign_in(here.organiser).get(f"{base(here)}/releases/compare")
    assert path_of(answer) == f"{base(here)}/releases/"


def test_pages_of_releases_cost_the_same_for_one_session_and_for_ten(app, client):
    few, many = published(1), published(10)
    for here in (few, many):
        moved(here, 0, 24)
        publish(here.forum)
        speaks(here.sessions[0], make.person())
    for page in ("releases/", "releases/1", "releases/compare", "releases/1/restore", "publish"):
        costs = []
        for here in (few, many):
            browser = Browser(app).sign_in(here.organiser)
            cost(browser, f"{base(here)}/{page}")
            costs.append(cost(browser, f"{base(here)}/{page}"))
        assert costs[0] == costs[1], page


def test_releases_are_for_organisers_only(app, client):
    here = published()
    moved(here)
    publish(here.forum)
    stranger_to_it = make.person()
    make.forum("other", organiser=stranger_to_it)
    delegate = make.person()
    make.registration(here.forum, delegate, standing=Standing.APPROVED)
    for page in ("releases/1", "releases/compare", "releases/1/restore"):
        assert path_of(Browser(app).get(f"{base(here)}/{page}")).startswith("/sign-in")
        for person in (delegate, stranger_to_it):
            browser = Browser(app).sign_in(person)
            assert browser.get(f"{base(here)}/{page}").status_code == 403
        assert Browser(app).sign_in(here.organiser).get(f"{base(here)}/{page}").status_code == 200
    assert browser.post(f"{base(here)}/releases/1/restore").status_code == 403


# Restored


def test_restoring_gives_the_draft_what_a_version_said_and_people_see_nothing_of_it(app, client):
    here = published(3)
    chair = make.person(given_name="Ama", family_name="Darko")
    speaks(here.sessions[0], chair, SessionRole.CHAIR, function="Mayor", city_id=make.city("Tamale").id)
    db.session.expire_all()
    publish(here.forum)
    public = client.get(f"/f/{here.forum.slug}/agenda?view=list").data
    changed, deleted, trayed = here.sessions
    guid, number, code = deleted.guid, deleted.number, deleted.code
    changed.titles, changed.starts_at, changed.people = {"en": "Wrong"}, make.OPENING + timedelta(days=1), []
    changed.room_id = here.atelier.id
    trayed.starts_at = None
    db.session.delete(deleted)
    newer = make.session(here.forum, "S90", titles={"en": "Late idea"}, room=here.atelier, starts_at=make.OPENING)
    end = make.OPENING + timedelta(minutes=30)
    make.save(Pause(forum_id=here.forum.id, titles={"en": "Tea"}, starts_at=make.OPENING, ends_at=end))
    db.session.commit()
    client.sign_in(here.organiser).get(f"{base(here)}/releases/2/restore")
    for text in ("Moved to Tue 25 May, 09:00–10:00; it was Wed 26 May, 09:00–10:00.", "New title; it was “Wrong”.",
                 "Now with Ama Darko.", "S90 · Late idea", "S02 · Title 2", "S03 · Title 3", "The pauses"):  # fmt: skip
        assert text in client.text, text
    answer = client.post(f"{base(here)}/releases/2/restore", {"seen": field(client, "seen")})
    assert path_of(answer) == f"{base(here)}/"
    rows = sessions(here)
    back = rows[guid]
    assert (back.number, back.code, back.titles["fr"], back.room_id) == (number, code, "Titre 2", here.baobab.id)
    one = rows[changed.guid]
    assert (one.titles["en"], one.starts_at, one.room_id) == ("Title 1", make.OPENING, here.baobab.id)
    part = one.people[0]
    assert (part.person_id, part.role, part.function, part.city.name) == (
        chair.id, SessionRole.CHAIR, "Mayor", "Tamale",
    )  # fmt: skip
    assert rows[trayed.guid].starts_at is not None
    assert rows[newer.guid].starts_at is None and rows[newer.guid].titles == {"en": "Late idea"}
    assert count(Pause) == 0
    line = db.session.scalar(sa.select(AuditLine).where(AuditLine.verb == "agenda.restored"))
    assert (line.person_id, line.details) == (
        here.organiser.id, {"version": 2, "changed": 1, "back": 2, "tray": 1},
    )  # fmt: skip
    assert Browser(app).get(f"/f/{here.forum.slug}/agenda?view=list").data == public
    assert count(Release) == 2


def test_what_was_restored_is_published_as_usual_with_the_same_uids(app):
    here = published(2)
    guids = {session.guid for session in queries.published_programme(here.forum).sessions}
    moved(here)
    publish(here.forum)
    restore(here, 1)
    publish(here.forum)
    newest = queries.published_programme(here.forum)
    assert {session.guid for session in newest.sessions} == guids
    assert newest.session("S01").starts_at == make.OPENING and newest.session("S01").sequence == 2


def test_restoring_what_the_draft_says_already_is_refused(app, client):
    here = published()
    client.sign_in(here.organiser).get(f"{base(here)}/releases/1/restore")
    assert "There is nothing to restore" in client.text
    assert client.post(f"{base(here)}/releases/1/restore").status_code == 422
    assert client.get(f"{base(here)}/releases/7/restore").status_code == 404


def test_a_draft_that_changed_meanwhile_is_looked_at_again(app, client):
    here = published(2)
    moved(here)
    client.sign_in(here.organiser).get(f"{base(here)}/releases/1/restore")
    seen = field(client, "seen")
    moved(here, 1)
    assert client.post(f"{base(here)}/releases/1/restore", {"seen": seen}).status_code == 422
    assert "The draft has changed since you opened this page" in client.text
    assert sessions(here)[here.sessions[0].guid].starts_at != make.OPENING


def test_rooms_and_people_that_are_gone_are_left_out_and_clashes_listed(app, client):
    here = published(2)
    here.sessions[0].room_id = here.atelier.id
    db.session.commit()
    db.session.expire_all()
    publish(here.forum)
    here.sessions[0].room_id = None
    db.session.commit()
    db.session.delete(here.atelier)
    db.session.commit()
    db.session.expire_all()
    client.sign_in(here.organiser).get(f"{base(here)}/releases/2/restore")
    assert "There is nothing to restore" in client.text
    moved(here)
    client.get(f"{base(here)}/releases/2/restore")
    assert "Rooms that no longer exist: Atelier." in client.text
    answer = client.post(f"{base(here)}/releases/2/restore", {"seen": field(client, "seen")})
    assert path_of(answer) == f"{base(here)}/clashes"
    client.get(f"{base(here)}/clashes")
    assert "has a time but no room" in client.text and "1 thing to look at is listed here." in client.text


def test_a_code_that_was_given_anew_stays_with_its_session(app):
    here = published(2)
    guid = here.sessions[0].guid
    db.session.delete(here.sessions[0])
    db.session.commit()
    make.session(here.forum, "S01", titles={"en": "Another"})
    restore(here, 1)
    codes = {row.guid: row.code for row in sessions(here).values()}
    assert codes[guid] != "S01" and len(set(codes.values())) == 3


def test_two_organisers_restoring_at_once_do_it_once(app):
    here = published(2)
    moved(here)
    slug, mark = here.forum.slug, restoring.looked_at(here.forum, queries.release_of(here.forum, 1))[1]
    db.session.commit()
    gate, results = threading.Barrier(2), []

    def organiser():
        with app.app_context():
            forum = db.session.scalar(sa.select(Forum).where(Forum.slug == slug))
            release = queries.release_of(forum, 1)
            db.session.rollback()
            gate.wait()
            try:
                restoring.restore(forum, release, mark)
                db.session.commit()
                results.append("restored")
            except Refusal as refusal:
                db.session.rollback()
                results.append(refusal.reason)
            db.session.remove()

    threads = [threading.Thread(target=organiser) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [service.Reason.DRAFT_CHANGED, "restored"]
