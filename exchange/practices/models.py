"""The alliance's themes: what sessions, needs, offers and practices are about."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.db import Base, Codes, Texts, fk


class Theme(Base):
    """A theme such as HOU; its colour on page and paper is fixed by its code."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    names: Mapped[Texts]
    position: Mapped[int]
    goals: Mapped[Codes] = mapped_column(default_factory=list)
    subthemes: Mapped[list["Subtheme"]] = relationship(
        init=False, back_populates="theme", order_by="Subtheme.code", lazy="selectin"
    )


class Subtheme(Base):
    """A subtheme such as HOU-2."""

    __tablename__ = "subtheme"

    code: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    theme_code: Mapped[str] = fk("theme.code")
    theme: Mapped[Theme] = relationship(init=False, back_populates="subthemes")
    names: Mapped[Texts]
