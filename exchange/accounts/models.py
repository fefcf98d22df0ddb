"""People, how they sign in, and where they are signed in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.db import Base, fk, pk, stored_enum


class Person(Base):
    """Somebody with an e-mail address; the address is stored in lower case and stands for them."""

    __tablename__ = "person"

    id: Mapped[int] = pk()
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    given_name: Mapped[str] = mapped_column(sa.String(120), default="")
    family_name: Mapped[str] = mapped_column(sa.String(120), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def name(self) -> str:
        """Given and family name, or the address while no name is known."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


class LinkPurpose(StrEnum):
    SIGN_IN = "sign_in"
    REGISTER = "register"
    INVITE = "invite"
    PROPOSE = "propose"
    DEMO = "demo"


class SignInLink(Base):
    """A link sent by mail. Only the hash is kept; `payload` is the form that waits for the click."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = pk()
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(stored_enum(LinkPurpose), default=LinkPurpose.SIGN_IN)
    target: Mapped[str] = mapped_column(sa.String(300), default="/")
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default_factory=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class SignedIn(Base):
    """One browser in which a person is signed in; ending it signs that browser out."""

    __tablename__ = "signed_in"

    id: Mapped[int] = pk()
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = fk("person.id", ondelete="CASCADE")
    person: Mapped[Person] = relationship(init=False, lazy="joined")
    device: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
