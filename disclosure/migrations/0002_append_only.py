"""What happened and what was published is only ever added to: the database itself refuses to change such a row.

On SQLite, Django changes a table by making it anew, without its triggers: a later migration of these two tables has
to put them back (tests/app/test_append_only.py fails until it does).
"""

from django.db import migrations

TABLES = ("disclosure_event", "disclosure_publication")

SQLITE = """
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION disclosure_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION disclosure_refuse_update()
"""


def protect(apps, schema_editor):
    """Make the triggers, in the language of the database at hand."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    statement = {"postgresql": POSTGRESQL, "sqlite": SQLITE}[vendor]
    for table in TABLES:
        schema_editor.execute(statement.format(table=table), params=None)


def unprotect(apps, schema_editor):
    """Take them away again."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        place = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_unchanged{place}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION disclosure_refuse_update()")


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
