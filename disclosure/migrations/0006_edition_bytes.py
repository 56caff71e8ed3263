"""The old columns go; rows of editions, files and ledger are never changed from here on.

On SQLite, Django changes a table by making it anew, without its triggers: a later migration of one of these tables has
to take them away before with `unprotect` and put them back behind with `protect` (tests/app/test_append_only.py).
"""

from importlib import import_module

from django.db import migrations, models

append_only = import_module("disclosure.migrations.0002_append_only")

TABLES = ("disclosure_editionfile", "disclosure_ledgerentry", "disclosure_ledgerhead")
OLD = ("html", "html_sha256", "json", "json_sha256", "pdf", "pdf_sha256", "source", "source_sha256")


def protect(apps, schema_editor):
    """The triggers of all five tables."""
    append_only.protect(apps, schema_editor)
    statement = {"postgresql": append_only.POSTGRESQL, "sqlite": append_only.SQLITE}[schema_editor.connection.vendor]
    for table in TABLES:
        schema_editor.execute(statement.format(table=table), params=None)


def unprotect(apps, schema_editor):
    """Take them away again."""
    for table in TABLES:
        place = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_unchanged{place}")
    append_only.unprotect(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0005_edition_files")]

    operations = [
        *(migrations.RemoveField("publication", name) for name in OLD),
        migrations.AlterField("publication", "code", models.CharField(max_length=20, unique=True, verbose_name="验证码")),
        migrations.RunPython(protect, unprotect),
    ]
