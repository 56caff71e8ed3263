"""Room for editions with any number of files, for the ledger, for withdrawals and for the regions of bodies.

Rows of editions change in this and the next two migrations, so their triggers are taken away here and put back in 0006.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

append_only = import_module("disclosure.migrations.0002_append_only")


class Migration(migrations.Migration):

    dependencies = [("disclosure", "0003_desk")]

    operations = [
        migrations.RunPython(append_only.unprotect, append_only.protect),
        migrations.AddField("bureau", "region", models.CharField(blank=True, help_text="公开目录按地区列，例如：昭阳区", max_length=40, verbose_name="地区")),
        migrations.AddField("report", "withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
        migrations.AddField("publication", "code", models.CharField(default="", max_length=20, verbose_name="验证码")),
        migrations.AddField("publication", "imprint", models.JSONField(default=dict)),
        migrations.AddField("publication", "made_with", models.JSONField(default=dict)),
        migrations.AddField("publication", "changes", models.JSONField(blank=True, default=list)),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="文件")),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("unsigned_sha256", models.CharField(blank=True, max_length=64, verbose_name="签名前的SHA-256")),
                ("publication", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="disclosure.publication", verbose_name="版本")),
            ],
            options={"verbose_name": "公布的文件", "verbose_name_plural": "公布的文件", "ordering": ["publication", "name"]},
        ),
        migrations.AddConstraint("editionfile", models.UniqueConstraint(fields=("publication", "name"), name="edition_file_once")),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="序号")),
                ("act", models.CharField(choices=[("publish", "公布"), ("correct", "更正"), ("withdraw", "撤下")], max_length=20, verbose_name="事项")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("text", models.TextField(verbose_name="内容")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                ("publication", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ledger", to="disclosure.publication", verbose_name="版本")),
            ],
            options={"verbose_name": "公布台账", "verbose_name_plural": "公布台账", "ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            ],
            options={"verbose_name": "每日台账摘要", "verbose_name_plural": "每日台账摘要", "ordering": ["day"]},
        ),
    ]
