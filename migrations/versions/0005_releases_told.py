"""When people were written to about a release, and how many."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told", sa.Integer(), nullable=True))
    # Releases from before the mails: people know them, so the next one speaks of what is different since.
    op.execute(sa.text("UPDATE release SET told_at = published_at, told = 0"))


def downgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_column("told")
        batch_op.drop_column("told_at")
