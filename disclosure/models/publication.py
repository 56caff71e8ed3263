"""A published edition: the files the public downloads, whose bytes never change, and what they say of themselves."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models

from ..chain import sha256


class Damaged(Exception):
    """The bytes in the database are not those the file was published with."""


DATA = "report.json"
"""The file that holds what an edition says (`filing.to_data`)."""


class Editions(models.QuerySet["Publication"]):
    """Editions, of which one may ask for what they say as well."""

    def with_said(self) -> Editions:
        """With what each of them says, in one more query for all of them."""
        files = EditionFile.objects.filter(name=DATA)
        return self.prefetch_related(models.Prefetch("files", queryset=files, to_attr="data_files"))


class Publication(models.Model):
    """Edition `number` of a report; its files are `EditionFile` rows, and what it says stands in them only.

    `code`      the verification code printed on it.
    `imprint`   what its files say of themselves (`rendering.Imprint`), kept so that they can be drawn again.
    `made_with` the versions of what drew them.
    `reason`    why a correction was made (empty for the first edition); `changes` what it changed, worked out.
    `reasons`   what the filer said publicly of single findings.
    `findings`, `source_name`   of an edition taken over from before this system: what the rules say of it, and the
    name of the document it was read from, which is one of its files; both are empty otherwise.
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveIntegerField("版次")
    code = models.CharField("验证码", max_length=20, unique=True)
    title = models.CharField("标题", max_length=200)
    imprint = models.JSONField(default=dict)
    made_with = models.JSONField(default=dict)
    reason = models.TextField("更正原因", blank=True)
    changes = models.JSONField(default=list, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    source_name = models.CharField("原文件", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="公布人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("公布时间")

    objects = Editions.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公布的版本"
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"

    @property
    def down(self) -> bool:
        """Taken down: nothing of what it says is shown any more, whatever was published after it."""
        return self.number <= self.report.down_through

    @cached_property
    def digests(self) -> dict[str, str]:
        """Name of each file → its SHA-256, in the order of the names."""
        return dict(self.files.order_by("name").values_list("name", "sha256"))

    @cached_property
    def said(self) -> dict[str, Any]:
        """What it says, as its report.json says it. Raises Damaged."""
        read: list[EditionFile] | None = getattr(self, "data_files", None)
        files = self.files.only("content", "sha256").filter(name=DATA) if read is None else read
        for file in files:
            return dict(json.loads(file.whole()))
        raise Damaged(f"{self.code} without {DATA}")

    def content(self, name: str) -> bytes:
        """The bytes of one of its files. Raises Damaged, or EditionFile.DoesNotExist."""
        return self.files.only("content", "sha256").get(name=name).whole()


class EditionFile(models.Model):
    """One file of an edition, as the bytes that were made when it was published.

    `unsigned_sha256` is the digest of the same file before it was signed; empty where it was not.
    """

    publication = models.ForeignKey(
        Publication, verbose_name="版本", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField("文件", max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    unsigned_sha256 = models.CharField("签名前的SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布的文件"
        ordering = ["publication", "name"]
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="edition_file_once")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.name}"

    def whole(self) -> bytes:
        """The bytes that were published. Raises Damaged; somebody may have put text in their place."""
        content = self.content.encode() if isinstance(self.content, str) else bytes(self.content)
        if sha256(content) != self.sha256:
            raise Damaged(self.sha256)
        return content
