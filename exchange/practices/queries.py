"""Reads of themes."""

import sqlalchemy as sa

from exchange.db import db
from exchange.practices.models import Subtheme, Theme


def all_themes() -> list[Theme]:
    """All themes of the alliance in their order, with their subthemes."""
    return list(db.session.scalars(sa.select(Theme).order_by(Theme.position, Theme.code)))


def all_subthemes() -> list[Subtheme]:
    """All subthemes, in the order of their themes."""
    return [subtheme for theme in all_themes() for subtheme in theme.subthemes]
