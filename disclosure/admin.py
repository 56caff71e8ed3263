"""The administrator's pages: bureaus, accounts with their members, seasons; records to look at, for superusers only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .access import member_of
from .models import Bureau, Event, Member, Publication, Reason, Report, Role, Season
from .registering import BureauForm, NewAccountForm, let_in


def administers(request: HttpRequest) -> bool:
    """Whether the account is a superuser's or has a member with the role of administrator."""
    if request.user.is_superuser:
        return True
    member = member_of(request)
    return member is not None and member.role == Role.ADMINISTRATOR


class ForAdministrators:
    """Grants by the member's role: rows of permissions are neither asked nor needed.

    Nothing is deleted here: a bureau, an account or a season that is no longer used stays, so that old reports keep
    the names of those who made them.
    """

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


# Bureaus ----------------------------------------------------------------------------------------------------------


@admin.register(Bureau)
class BureauAdmin(ForAdministrators, admin.ModelAdmin):
    """Bureaus and who reviews them."""

    form = BureauForm
    list_display = ("name", "code", "kind", "region", "supervisor", "active", "demo")
    list_filter = ("kind", "region", "active", "demo")
    list_select_related = ("supervisor",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Bureau | None = None) -> tuple[str, ...]:
        """The code is part of public addresses, which have to last."""
        return ("code",) if obj else ()


@admin.register(Season)
class SeasonAdmin(ForAdministrators, admin.ModelAdmin):
    """Reporting years and their deadlines."""

    list_display = ("year", "deadline", "local_deadline")


# Accounts ---------------------------------------------------------------------------------------------------------


class AccountForm(UserChangeForm):
    """An account: its name, the name shown beside what the person does, and whether it may still log in."""

    class Meta(UserChangeForm.Meta):
        fields = ("username", "first_name", "is_active", "password")
        labels = {"first_name": "姓名", "is_active": "在用"}
        help_texts = {
            "first_name": "显示在办理记录里；不填就显示用户名。",
            "is_active": "人员离岗后取消勾选，不要删除账号。",
        }


class PasswordForm(AdminPasswordChangeForm):
    """A new password for somebody who has forgotten theirs. There is no other way to log in, so none is offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit: bool = True) -> User:
        """Whoever it is for chooses one of their own before going on."""
        Member.objects.filter(user=self.user).update(first_password=True)
        return super().save(commit)


class MemberInline(ForAdministrators, admin.StackedInline):
    """The bureau and the role of an account."""

    model = Member
    can_delete = False
    min_num = 1
    validate_min = True
    verbose_name = verbose_name_plural = "单位和角色"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody takes the role of administrator from themselves."""
        return ("bureau", "role") if obj is not None and obj == request.user else ()


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(ForAdministrators, UserAdmin):
    """Accounts. Only a superuser sees and changes the accounts of superusers."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    change_password_form = PasswordForm
    inlines = (MemberInline,)
    fieldsets = ((None, {"fields": ("username", "first_name", "is_active", "password")}),)
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "password1", "password2")}),
    )
    list_display = ("username", "shown_name", "bureau", "role", "is_active", "last_login")
    list_filter = ("is_active", "member__role", "member__bureau")
    list_select_related = ("member__bureau",)
    search_fields = ("username", "first_name", "member__bureau__name")
    filter_horizontal = ()

    @admin.display(description="姓名", ordering="first_name")
    def shown_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="单位", ordering="member__bureau__name")
    def bureau(self, user: User) -> str:
        return user.member.bureau.name if hasattr(user, "member") else ""

    @admin.display(description="角色", ordering="member__role")
    def role(self, user: User) -> str:
        return user.member.get_role_display() if hasattr(user, "member") else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[MemberInline], ...]:
        """A superuser's account looks after the site and needs no bureau."""
        return () if obj is not None and obj.is_superuser else self.inlines

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody locks themselves out."""
        return ("is_active",) if obj is not None and obj == request.user else ()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One's own is changed where everybody changes it: set here it would be one that somebody else gave."""
        if kwargs["id"] == str(request.user.pk):
            return redirect("password_change")
        return super().user_change_password(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who may enter these pages follows from the role; a new account has a password to be changed."""
        super().save_related(request, form, formsets, change)
        let_in(form.instance)
        if not change:
            Member.objects.filter(user=form.instance).update(first_password=True)


# Records ----------------------------------------------------------------------------------------------------------


class ForLooking:
    """For superusers to look at, and for nobody to change: these records change only through the workflow."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(ForLooking, admin.ModelAdmin):
    """Reports, wherever they stand."""

    list_display = ("bureau", "year", "state", "format_id", "edition", "changed_at")
    list_filter = ("year", "state")
    list_select_related = ("bureau",)
    search_fields = ("bureau__name",)


@admin.register(Event)
class EventAdmin(ForLooking, admin.ModelAdmin):
    """Who did what, when."""

    list_display = ("report", "action", "source", "target", "by", "at")
    list_filter = ("action",)
    list_select_related = ("report__bureau", "by")
    fields = ("report", "action", "source", "target", "by", "at", "note")


@admin.register(Publication)
class PublicationAdmin(ForLooking, admin.ModelAdmin):
    """Editions, without their bytes."""

    list_display = ("title", "number", "by", "at")
    list_select_related = ("by",)
    fields = ("report", "number", "code", "title", "reason", "by", "at")


@admin.register(Reason)
class ReasonAdmin(ForLooking, admin.ModelAdmin):
    """Why queries stand as they are."""

    list_display = ("report", "rule", "text", "by", "at", "accepted_by")
    list_select_related = ("report__bureau", "by", "accepted_by")
    fields = ("report", "rule", "text", "by", "at", "accepted_by", "accepted_at")
