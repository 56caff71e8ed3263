"""The bodies that file reports, the office above each, and the people who work in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from ..bigrams import spoken


class Bureau(models.Model):
    """A body that files reports (条例第四十九条).

    `supervisor` is the local 主管部门 that reviews them; `spoken` is by what the name is sorted (`bigrams.spoken`).
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "部门"
        GOVERNMENT = "government", "县区政府"
        TOWNSHIP = "township", "乡镇街道"
        ZONE = "zone", "开发区"
        OFFICE = "office", "政府办公室"

    code = models.SlugField("代码", max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    name = models.CharField("机关全称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.DEPARTMENT)
    region = models.CharField("地区", max_length=40, blank=True, help_text="公开目录按地区列，例如：昭阳区")
    supervisor = models.ForeignKey(
        "self",
        verbose_name="主管部门",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supervised",
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name="前身",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        help_text="机构改革前的单位，它去年的报告用来对照",
    )
    rulemaking = models.BooleanField("有规章制定权", default=False)
    demo = models.BooleanField("示例单位", default=False)
    active = models.BooleanField("在用", default=True)
    spoken = models.CharField(max_length=640, editable=False, default="")

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["spoken"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **said: Any) -> None:
        self.spoken = spoken(self.name)
        super().save(*args, **said)


class Role(models.TextChoices):
    """What a member may do: fill in, review, or look after bureaus and accounts."""

    CLERK = "clerk", "填报"
    SUPERVISOR = "supervisor", "审核"
    ADMINISTRATOR = "administrator", "管理"


class Member(models.Model):
    """A person's place: one bureau, one role. Who has no member record sees nothing but public pages."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, verbose_name="账号", on_delete=models.PROTECT)
    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.PROTECT, related_name="members")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    first_password = models.BooleanField(
        "密码是别人给的", default=False, editable=False, help_text="本人改了密码以后才能办理"
    )

    class Meta:
        verbose_name = verbose_name_plural = "成员"
        ordering = ["bureau__spoken", "user__username"]

    def __str__(self) -> str:
        return f"{self.bureau}　{self.name}（{self.get_role_display()}）"

    @property
    def name(self) -> str:
        """The name shown beside what the person did."""
        return self.user.get_full_name() or self.user.get_username()
