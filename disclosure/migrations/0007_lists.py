"""The lines of the lists, the words of the search, and the index each database keeps over them.

On SQLite, Django changes a table by making it anew, without its triggers: a later migration of `SearchText` has to take
the index away before with `drop_index` and make it again behind with `make_index`.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE disclosure_searchindex USING fts5(
        tokens, content='disclosure_searchtext', content_rowid='id', tokenize='ascii', prefix='4 5'
    )
    """,
    """
    CREATE TRIGGER disclosure_searchtext_added AFTER INSERT ON disclosure_searchtext BEGIN
        INSERT INTO disclosure_searchindex(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER disclosure_searchtext_gone AFTER DELETE ON disclosure_searchtext BEGIN
        INSERT INTO disclosure_searchindex(disclosure_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER disclosure_searchtext_changed AFTER UPDATE ON disclosure_searchtext BEGIN
        INSERT INTO disclosure_searchindex(disclosure_searchindex, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
        INSERT INTO disclosure_searchindex(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    "INSERT INTO disclosure_searchindex(disclosure_searchindex) VALUES ('rebuild')",
)
POSTGRESQL = (
    """
    ALTER TABLE disclosure_searchtext ADD COLUMN words tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED
    """,
    "ALTER TABLE disclosure_searchtext ALTER COLUMN plain SET STORAGE EXTERNAL",
    "CREATE INDEX disclosure_searchindex ON disclosure_searchtext USING gin (words) WITH (fastupdate = off)",
)
DROP = {
    "sqlite": (
        "DROP TRIGGER disclosure_searchtext_added",
        "DROP TRIGGER disclosure_searchtext_gone",
        "DROP TRIGGER disclosure_searchtext_changed",
        "DROP TABLE disclosure_searchindex",
    ),
    "postgresql": ("ALTER TABLE disclosure_searchtext DROP COLUMN words",),
}


def make_index(apps, schema_editor):
    """The index over the tokens, in the language of the database at hand."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """Take it away again."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0006_edition_bytes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='报告年度')),
                ('name', models.CharField(max_length=200, verbose_name='机关全称')),
                ('plain', models.CharField(max_length=200)),
                ('received', models.BigIntegerField(null=True, verbose_name='新收')),
                ('carried_in', models.BigIntegerField(null=True, verbose_name='上年结转')),
                ('handled', models.BigIntegerField(null=True, verbose_name='办结')),
                ('carried_out', models.BigIntegerField(null=True, verbose_name='结转下年')),
                ('reviews', models.BigIntegerField(null=True, verbose_name='复议')),
                ('direct_suits', models.BigIntegerField(null=True, verbose_name='直接诉讼')),
                ('suits_after_review', models.BigIntegerField(null=True, verbose_name='复议后诉讼')),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='disclosure.bureau', verbose_name='单位')),
                ('publication', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='disclosure.publication', verbose_name='版本')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='disclosure.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '目录',
                'verbose_name_plural': '目录',
                'ordering': ['-year', 'name'],
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=40, verbose_name='部分')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('text', models.TextField(verbose_name='文字')),
                ('plain', models.TextField()),
                ('tokens', models.TextField()),
                ('listed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='disclosure.listed')),
            ],
            options={
                'verbose_name': '检索文字',
                'verbose_name_plural': '检索文字',
                'ordering': ['listed', 'place'],
            },
        ),
        migrations.AddIndex(
            model_name='listed',
            index=models.Index(fields=['-year', 'name'], name='listed_in_order'),
        ),
        migrations.AddConstraint(
            model_name='searchtext',
            constraint=models.UniqueConstraint(fields=('listed', 'section'), name='search_text_once'),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
