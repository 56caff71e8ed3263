"""The number of a deleted picture is not given again: what reports have, or name, was given already."""

import re

from django.db import migrations, models

WORDS = ("preface", "overview", "problems", "other")
MARK = re.compile(r"^\s*[［\[]图(\d{1,2})[］\]]\s*$", re.MULTILINE)


def count(apps, schema_editor):
    """Raise the mark of every report to the highest number among its pictures and the places its words name."""
    Report = apps.get_model("disclosure", "Report")
    Picture = apps.get_model("disclosure", "Picture")
    given = dict(Picture.objects.values_list("report").annotate(last=models.Max("number")).order_by())
    for pk, *texts in Report.objects.values_list("pk", *WORDS).iterator():
        named = [int(number) for text in texts for number in MARK.findall(text)]
        last = max([given.get(pk, 0), *named])
        if last:
            Report.objects.filter(pk=pk).update(pictures_given=last)


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0010_first_password")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="pictures_given",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
