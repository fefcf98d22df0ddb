"""Reads of accounts."""

import sqlalchemy as sa

from exchange import clock
from exchange.accounts.models import Person, SignedIn, SignInLink
from exchange.db import db
from exchange.domain.tokens import hashed


def signed_in_by(token: str) -> SignedIn | None:
    """The live session of a token, with its person."""
    return db.session.scalar(
        sa.select(SignedIn).where(SignedIn.token_hash == hashed(token), SignedIn.expires_at > clock.now())
    )


def sessions_of(person: Person) -> list[SignedIn]:
    """Where a person is signed in, newest first."""
    wanted = SignedIn.person_id == person.id, SignedIn.expires_at > clock.now()
    return list(db.session.scalars(sa.select(SignedIn).where(*wanted).order_by(SignedIn.created_at.desc())))


def session_of(person: Person, number: int) -> SignedIn | None:
    """One of a person's own sessions; None for somebody else's."""
    return db.session.scalar(sa.select(SignedIn).where(SignedIn.id == number, SignedIn.person_id == person.id))


def waiting_link(mark: str) -> SignInLink | None:
    """The link of this hash, while it waits for its click."""
    waits = SignInLink.used_at.is_(None), SignInLink.expires_at > clock.now()
    return db.session.scalar(sa.select(SignInLink).where(SignInLink.token_hash == mark, *waits))
