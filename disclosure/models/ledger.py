"""The ledger: every publication, correction and withdrawal as a link of one chain, and the head of each day."""

from __future__ import annotations

from django.db import models

from ..chain import Record
from .publication import Publication


class LedgerEntry(models.Model):
    """One act of publishing. `text` is what is hashed (`chain`), `digest` its SHA-256; both are only ever added to."""

    class Act(models.TextChoices):
        """What was done."""

        PUBLISH = "publish", "公布"
        CORRECT = "correct", "更正"
        WITHDRAW = "withdraw", "撤下"

    number = models.PositiveIntegerField("序号", unique=True)
    act = models.CharField("事项", max_length=20, choices=Act.choices)
    publication = models.ForeignKey(
        Publication, verbose_name="版本", on_delete=models.PROTECT, related_name="ledger"
    )
    at = models.DateTimeField("时间")
    text = models.TextField("内容")
    digest = models.CharField("摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布台账"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_act_display()}"

    @property
    def record(self) -> Record:
        """The entry as a link of the chain."""
        return Record(self.number, self.text, self.digest)


class LedgerHead(models.Model):
    """The last entry of the chain at the end of a day, as it was published that day."""

    day = models.DateField("日期", unique=True)
    number = models.PositiveIntegerField("序号")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "每日台账摘要"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"
