"""Other names of cities, and search by the beginnings of words"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The key by which a city is found holds each word after a space, so that its beginning can be looked for.
KEY = "UPDATE city SET search_key = substr(' ' || replace(replace(search_key, '-', ' '), '''', ' '), 1, 400)"


def upgrade() -> None:
    op.add_column("city", sa.Column("other_names", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.execute(KEY)


def downgrade() -> None:
    op.execute("UPDATE city SET search_key = ltrim(search_key)")
    op.drop_column("city", "other_names")
