"""Bodies are listed in the order of a dictionary on either database: by what their names are sorted, kept beside them."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """What `bigrams.spoken` says of each name, as it did when this was written."""
    for model in ("Bureau", "Listed"):
        rows = apps.get_model("disclosure", model).objects
        named = list(rows.only("name"))
        for row in named:
            row.spoken = row.name.encode("gb18030", "replace").hex()
        rows.bulk_update(named, ["spoken"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0011_pictures_given'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='bureau',
            options={'ordering': ['spoken'], 'verbose_name': '单位', 'verbose_name_plural': '单位'},
        ),
        migrations.AlterModelOptions(
            name='listed',
            options={'ordering': ['-year', 'spoken'], 'verbose_name': '目录', 'verbose_name_plural': '目录'},
        ),
        migrations.AlterModelOptions(
            name='member',
            options={'ordering': ['bureau__spoken', 'user__username'], 'verbose_name': '成员', 'verbose_name_plural': '成员'},
        ),
        migrations.AlterModelOptions(
            name='report',
            options={'ordering': ['-year', 'bureau__spoken'], 'verbose_name': '年度报告', 'verbose_name_plural': '年度报告'},
        ),
        migrations.RemoveIndex(
            model_name='listed',
            name='listed_in_order',
        ),
        migrations.AddField(
            model_name='bureau',
            name='spoken',
            field=models.CharField(default='', editable=False, max_length=640),
        ),
        migrations.AddField(
            model_name='listed',
            name='spoken',
            field=models.CharField(default='', max_length=1600),
        ),
        migrations.AddIndex(
            model_name='listed',
            index=models.Index(fields=['-year', 'spoken'], name='listed_in_order'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
