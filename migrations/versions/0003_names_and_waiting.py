"""names per language of rooms and stops, and who is next on a waiting list"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Rows of before have one name, in no language that we know of: it stays, and stands in every language.
TEXTS = (("room", "names"), ("room", "places"), ("visit_stop", "names"))
RULE = sa.Enum("first_come", "new_city_first", name="waitingrule", native_enum=False, length=24)


def upgrade() -> None:
    for table, column in TEXTS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(column, sa.JSON(), nullable=False, server_default="{}"))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("forum") as batch_op:
        batch_op.add_column(sa.Column("waiting_rule", RULE, nullable=False, server_default="first_come"))
    with op.batch_alter_table("forum") as batch_op:
        batch_op.alter_column("waiting_rule", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("forum") as batch_op:
        batch_op.drop_column("waiting_rule")
    for table, column in reversed(TEXTS):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
