"""Editions that were taken down stay down: what a withdrawal took away is not shown again by the edition that follows."""

from django.db import migrations, models
from django.db.models import F


def mark(apps, schema_editor):
    """What is taken down today."""
    apps.get_model("disclosure", "Report").objects.exclude(withdrawn_at=None).update(down_through=F("edition"))


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0007_lists")]

    operations = [
        migrations.AddField("report", "down_through", models.PositiveIntegerField(default=0)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
