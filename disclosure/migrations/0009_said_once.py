"""What an edition says stands in its report.json only: there is no column beside it that could say something else."""

import hashlib
import json
from importlib import import_module

from django.db import migrations, models
from django.db.models import Exists, OuterRef

edition_bytes = import_module("disclosure.migrations.0006_edition_bytes")

DATA = "report.json"


def all_have_data(apps, schema_editor):
    """Nothing is dropped that does not stand in a file."""
    Publication, EditionFile = (apps.get_model("disclosure", name) for name in ("Publication", "EditionFile"))
    files = EditionFile.objects.filter(publication=OuterRef("pk"), name=DATA)
    without = list(Publication.objects.filter(~Exists(files)).values_list("code", flat=True)[:5])
    if without:
        raise RuntimeError(f"editions without {DATA}: {', '.join(without)}")
    stored = EditionFile.objects.filter(name=DATA).values_list("publication__code", "content", "sha256")
    damaged = [code for code, content, known in stored.iterator(50) if _digest(content) != known]
    if damaged:
        raise RuntimeError(f"{DATA} of these editions is damaged, mend it first: {', '.join(damaged[:5])}")


def _digest(content):
    """Of the stored bytes; somebody may have put text in their place."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else bytes(content)).hexdigest()


def fill(apps, schema_editor):
    """The column as it was: what report.json says, without the reasons, which have a column of their own."""
    Publication, EditionFile = (apps.get_model("disclosure", name) for name in ("Publication", "EditionFile"))
    for file in EditionFile.objects.filter(name=DATA).iterator(50):
        said = json.loads(bytes(file.content))
        said.pop("reasons", None)
        Publication.objects.filter(pk=file.publication_id).update(filing=said)


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0008_down_through")]

    operations = [
        migrations.RunPython(edition_bytes.unprotect, edition_bytes.protect),
        migrations.RunPython(all_have_data, fill),
        migrations.AlterField("publication", "filing", models.JSONField(default=dict)),
        migrations.RemoveField("publication", "filing"),
        migrations.RunPython(edition_bytes.protect, edition_bytes.unprotect),
    ]
