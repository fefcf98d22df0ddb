"""what hosts plan beside the way: staff, equipment, risks, costs, comments; how roads are in a forum's city"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Columns that rows of before get a value for; the application gives its own from then on.
FILLED = {
    "forum": ("road_factor", "road_kmh", "boarding_minutes"),
    "study_visit": (
        "host_organisation",
        "suits",
        "written_in",
        "meal_halal",
        "meal_vegetarian",
        "water",
        "clinic",
        "clinic_phone",
        "emergency_number",
        "insurance",
        "consent_form",
        "currency",
        "other_currency",
    ),
    "visit_leg": ("pick_up",),
    "visit_stop": ("speaker",),
}


def upgrade() -> None:
    op.create_table(
        "visit_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_comment_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["study_visit.id"], name=op.f("fk_visit_comment_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_comment")),
    )
    with op.batch_alter_table("visit_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_comment_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "coach",
                "guide",
                "interpreter",
                "meal",
                "entry",
                "gift",
                "other",
                name="costkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("per_head", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["study_visit.id"], name=op.f("fk_visit_cost_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_cost")),
    )
    with op.batch_alter_table("visit_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_cost_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["study_visit.id"], name=op.f("fk_visit_equipment_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_equipment")),
    )
    with op.batch_alter_table("visit_equipment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_equipment_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hazard", sa.String(length=200), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=400), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.CheckConstraint("effect BETWEEN 1 AND 3", name=op.f("ck_visit_risk_effect")),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 3", name=op.f("ck_visit_risk_likelihood")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["study_visit.id"], name=op.f("fk_visit_risk_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_risk")),
    )
    with op.batch_alter_table("visit_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_risk_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "deputy",
                "guide",
                "steward",
                "interpreter",
                "driver",
                "first_aid",
                name="staffrole",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("whispers", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["study_visit.id"], name=op.f("fk_visit_staff_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_staff")),
    )
    with op.batch_alter_table("visit_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_staff_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.add_column(sa.Column("road_factor", sa.Double(), nullable=False, server_default="1.35"))
        batch_op.add_column(sa.Column("road_kmh", sa.Integer(), nullable=False, server_default="22"))
        batch_op.add_column(sa.Column("boarding_minutes", sa.Integer(), nullable=False, server_default="5"))

    with op.batch_alter_table("study_visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("host_organisation", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("suits", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("written_in", sa.String(length=8), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "surface",
                sa.Enum("paved", "uneven", "sand", "stairs", name="surface", native_enum=False, length=24),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("min_age", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("meal_halal", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("meal_vegetarian", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("water", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("clinic", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("clinic_phone", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("emergency_number", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("insurance", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("consent_form", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("currency", sa.String(length=3), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("other_currency", sa.String(length=3), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("exchange_rate", sa.Numeric(precision=14, scale=6), nullable=True))

    with op.batch_alter_table("visit_leg", schema=None) as batch_op:
        batch_op.add_column(sa.Column("buffer_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wheelchair_place", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("pick_up", sa.String(length=160), nullable=False, server_default=""))

    with op.batch_alter_table("visit_stop", schema=None) as batch_op:
        batch_op.add_column(sa.Column("speaker", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "setting",
                sa.Enum("indoors", "outdoors", "both", name="setting", native_enum=False, length=24),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("toilets", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("steps", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("shade", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "photo_rule",
                sa.Enum("free", "ask", "none", name="photorule", native_enum=False, length=24),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opens", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("closes", sa.Time(), nullable=True))
    for table, columns in FILLED.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("visit_stop", schema=None) as batch_op:
        batch_op.drop_column("closes")
        batch_op.drop_column("opens")
        batch_op.drop_column("capacity")
        batch_op.drop_column("photo_rule")
        batch_op.drop_column("shade")
        batch_op.drop_column("steps")
        batch_op.drop_column("toilets")
        batch_op.drop_column("setting")
        batch_op.drop_column("speaker")

    with op.batch_alter_table("visit_leg", schema=None) as batch_op:
        batch_op.drop_column("pick_up")
        batch_op.drop_column("wheelchair_place")
        batch_op.drop_column("buffer_minutes")

    with op.batch_alter_table("study_visit", schema=None) as batch_op:
        batch_op.drop_column("exchange_rate")
        batch_op.drop_column("other_currency")
        batch_op.drop_column("currency")
        batch_op.drop_column("consent_form")
        batch_op.drop_column("insurance")
        batch_op.drop_column("emergency_number")
        batch_op.drop_column("clinic_phone")
        batch_op.drop_column("clinic")
        batch_op.drop_column("water")
        batch_op.drop_column("meal_vegetarian")
        batch_op.drop_column("meal_halal")
        batch_op.drop_column("min_age")
        batch_op.drop_column("surface")
        batch_op.drop_column("written_in")
        batch_op.drop_column("suits")
        batch_op.drop_column("host_organisation")

    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.drop_column("boarding_minutes")
        batch_op.drop_column("road_kmh")
        batch_op.drop_column("road_factor")

    with op.batch_alter_table("visit_staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_staff_visit_id"))

    op.drop_table("visit_staff")
    with op.batch_alter_table("visit_risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_risk_visit_id"))

    op.drop_table("visit_risk")
    with op.batch_alter_table("visit_equipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_equipment_visit_id"))

    op.drop_table("visit_equipment")
    with op.batch_alter_table("visit_cost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_cost_visit_id"))

    op.drop_table("visit_cost")
    with op.batch_alter_table("visit_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_comment_visit_id"))

    op.drop_table("visit_comment")
