"""Signing in by a link in a mail, and the browsers in which somebody is signed in."""

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app

from exchange import audit, clock, limits, mail
from exchange.accounts.models import LinkPurpose, Person, SignedIn, SignInLink
from exchange.accounts.signals import link_claimed
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line
from exchange.domain.tokens import hashed

# A registration typed on a slow line must not be lost because the mail came late.
LIFETIME = {
    LinkPurpose.SIGN_IN: timedelta(minutes=15),
    LinkPurpose.REGISTER: timedelta(hours=24),
    # Who did not ask for a link does not sit and wait for it.
    LinkPurpose.INVITE: timedelta(hours=24),
    LinkPurpose.PROPOSE: timedelta(hours=24),
    LinkPurpose.DEMO: timedelta(days=3650),
}
SESSION_LIFETIME = timedelta(days=30)


class Reason(StrEnum):
    LINK_UNKNOWN = "link_unknown"
    LINK_EXPIRED = "link_expired"
    LINK_USED = "link_used"


def normal_email(address: str) -> str:
    """The form in which an address is stored and compared."""
    return clean_line(address).lower()


def create_link(email: str, purpose: LinkPurpose, target: str = "/", payload: dict[str, Any] | None = None) -> str:
    """Stores a link and returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    db.session.add(
        SignInLink(
            token_hash=hashed(token),
            email=normal_email(email),
            purpose=purpose,
            target=target,
            payload=payload or {},
            created_at=now,
            expires_at=now + LIFETIME[purpose],
        )
    )
    return token


def send_link(
    email: str, language: str, *, purpose: LinkPurpose = LinkPurpose.SIGN_IN, target: str = "/",
    payload: dict[str, Any] | None = None, **context: Any,
) -> str:  # fmt: skip
    """Mails a sign-in link and returns its hash. Raises Refusal when this address has had too many in the hour."""
    settings = current_app.extensions["settings"]
    limits.count("link", normal_email(email), settings.sign_in_links_per_hour)
    token = create_link(email, purpose, target, payload)
    url = f"{settings.public_url}/sign-in/{token}"
    mail.write(f"{purpose.value}", to=normal_email(email), language=language, private=True, url=url, **context)
    return hashed(token)


def target_of(token: str) -> str:
    """Where a link leads, also one that cannot be used any more; the front page for none of ours."""
    return db.session.scalar(sa.select(SignInLink.target).where(SignInLink.token_hash == hashed(token))) or "/"


def find_link(token: str) -> SignInLink:
    """The link of a token, as long as it can be used; raises Refusal with the reason otherwise."""
    link = db.session.scalar(sa.select(SignInLink).where(SignInLink.token_hash == hashed(token)))
    return _usable(link)


def claim(token: str, device: str, language: str) -> tuple[SignInLink, Person, str]:
    """Uses a link up: (link, person, session token). A demo link in a demo may be used again."""
    link = _usable(
        db.session.scalar(sa.select(SignInLink).where(SignInLink.token_hash == hashed(token)).with_for_update())
    )
    link.used_at = clock.now()
    person = person_with(link.email, language)
    audit.record("account.signed_in", person)
    session_token = _open_session(person, device)
    link_claimed.send(link, person=person)
    return link, person, session_token


def _usable(link: SignInLink | None) -> SignInLink:
    if link is None:
        raise Refusal(Reason.LINK_UNKNOWN)
    demo = link.purpose is LinkPurpose.DEMO
    if demo and not current_app.extensions["settings"].demo:
        raise Refusal(Reason.LINK_UNKNOWN)
    if link.used_at and not demo:
        raise Refusal(Reason.LINK_USED)
    if link.expires_at < clock.now():
        raise Refusal(Reason.LINK_EXPIRED)
    return link


def person_with(email: str, language: str = "en") -> Person:
    """The person of an address; a new one when nobody had it."""
    address = normal_email(email)
    person = db.session.scalar(sa.select(Person).where(Person.email == address))
    if person is None:
        person = Person(email=address, language=language, created_at=clock.now())
        db.session.add(person)
        db.session.flush()
    return person


def _open_session(person: Person, device: str) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignedIn(
            token_hash=hashed(token),
            person_id=person.id,
            device=clean_line(device)[:200],
            created_at=now,
            last_used_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
    )
    return token


def end_session(signed_in: SignedIn) -> None:
    """Signs one browser out."""
    db.session.delete(signed_in)


def change_profile(person: Person, **values: str) -> None:
    """Changes a person's own name, phone and language."""
    for name, value in values.items():
        setattr(person, name, clean_line(value))
    audit.record("account.changed", person, fields=sorted(values))
