"""What lists, sums and the search read: each report in force as one line, and its words cut for the search.

Nothing here is a source: every row is made from an edition, in the transaction that makes it public or takes it down
(`listing`), and all of them can be made again.
"""

from __future__ import annotations

from django.db import models

from .bureau import Bureau
from .publication import Publication
from .report import Report


class Listed(models.Model):
    """A report in force. The figures are those its edition prints; null where it leaves them open.

    `name`   the body as the edition names it, `plain` the same folded, `spoken` by what it is sorted (`bigrams`).
    """

    report = models.OneToOneField(
        Report, verbose_name="报告", on_delete=models.CASCADE, related_name="listed"
    )
    publication = models.OneToOneField(
        Publication, verbose_name="版本", on_delete=models.CASCADE, related_name="listed"
    )
    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="listed")
    year = models.PositiveSmallIntegerField("报告年度")
    name = models.CharField("机关全称", max_length=200)
    plain = models.CharField(max_length=200)
    spoken = models.CharField(max_length=1600, default="")
    received = models.BigIntegerField("新收", null=True)
    carried_in = models.BigIntegerField("上年结转", null=True)
    handled = models.BigIntegerField("办结", null=True)
    carried_out = models.BigIntegerField("结转下年", null=True)
    reviews = models.BigIntegerField("复议", null=True)
    direct_suits = models.BigIntegerField("直接诉讼", null=True)
    suits_after_review = models.BigIntegerField("复议后诉讼", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "目录"
        ordering = ["-year", "spoken"]
        indexes = [models.Index(fields=["-year", "spoken"], name="listed_in_order")]

    def __str__(self) -> str:
        return f"{self.name}{self.year}年"


class SearchText(models.Model):
    """The words of one part of a report in force.

    `section`  the key of the narrative, or "preface", "reasons".
    `plain`    the words folded, `tokens` those of name and words, as `bigrams` cuts them.

    The database keeps its own index over `tokens`: SQLite a table of FTS5 that triggers follow, PostgreSQL a column
    of tsvector (the migration that makes this table).
    """

    listed = models.ForeignKey(Listed, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField("部分", max_length=40)
    place = models.PositiveSmallIntegerField("次序")
    text = models.TextField("文字")
    plain = models.TextField()
    tokens = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "检索文字"
        ordering = ["listed", "place"]
        constraints = [models.UniqueConstraint(fields=["listed", "section"], name="search_text_once")]

    def __str__(self) -> str:
        return f"{self.listed_id} {self.section}"
