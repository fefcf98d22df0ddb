"""Proposals for an agenda, made by the planner."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("tray", "all", "mend", name="proposalkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_agenda_proposal_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_agenda_proposal_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_agenda_proposal_job_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_proposal")),
    )
    with op.batch_alter_table("agenda_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_proposal_forum_id"), ["forum_id"], unique=False)


def downgrade() -> None:
    op.drop_table("agenda_proposal")
