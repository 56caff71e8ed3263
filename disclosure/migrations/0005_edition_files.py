"""The bytes of editions move from columns into rows of their own; editions get their codes and their places in the ledger."""

from django.db import migrations

from disclosure import chain

COLUMNS = ("json", "html", "pdf")


def move(apps, schema_editor):
    """Copy the bytes of every edition, in the order in which they were published."""
    Publication, EditionFile, LedgerEntry = (
        apps.get_model("disclosure", name) for name in ("Publication", "EditionFile", "LedgerEntry")
    )
    last = None
    order = Publication.objects.order_by("at", "pk").values_list("pk", flat=True)
    for pk in order:
        publication = Publication.objects.select_related("report__bureau").get(pk=pk)
        files = {f"report.{kind}": bytes(getattr(publication, kind)) for kind in COLUMNS}
        if publication.source is not None:
            end = publication.source_name.rpartition(".")[2].lower()
            plain = end.isascii() and end.isalnum() and "." in publication.source_name
            files[f"source.{end if plain else 'bin'}"] = bytes(publication.source)
        for name, content in files.items():
            EditionFile.objects.create(
                publication=publication, name=name, content=content, size=len(content), sha256=chain.sha256(content)
            )
        last = _enter(publication, files, last, LedgerEntry)


def _enter(publication, files, last, LedgerEntry):
    report = publication.report
    code = chain.code((report.bureau.code, report.year, publication.number, chain.sha256(files["report.json"])))
    type(publication).objects.filter(pk=publication.pk).update(code=code)
    act = "publish" if publication.number == 1 else "correct"
    record = chain.follow(last, {
        "act": act,
        "at": publication.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "body": publication.filing["body"],
        "bureau": report.bureau.code,
        "code": code,
        "edition": publication.number,
        "files": {name: chain.sha256(content) for name, content in sorted(files.items())},
        "reason": publication.reason,
        "title": publication.title,
        "year": report.year,
    })
    LedgerEntry.objects.create(
        number=record.number, act=act, publication=publication, at=publication.at, text=record.text, digest=record.digest
    )
    return record


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0004_editions")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
