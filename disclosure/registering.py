"""Bodies and accounts that come to the system: what each must have, and many at once from a list, all of it or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices

from .access import bureaus_below
from .models import Bureau, Member, Role

BUREAU_COLUMNS = ("code", "name", "kind", "region", "supervisor", "rulemaking")
ACCOUNT_COLUMNS = ("username", "person", "bureau", "role")
_ANSWERS = {"是": True, "yes": True, "否": False, "no": False, "": False}
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is taken for something else when it is read from paper."""


class BureauForm(forms.ModelForm):
    """A bureau; the office above it may not be one of those below it."""

    class Meta:
        model = Bureau
        fields = ("name", "code", "kind", "region", "supervisor", "rulemaking", "active", "demo")
        help_texts = {
            "code": "用在公开网页的网址里，由小写字母、数字和短横线组成，定了就不能改。",
            "supervisor": "审核这个单位年报的主管部门，一般是政府办公室。",
            "rulemaking": "省级政府、设区的市和自治州政府以及国务院部门才有。",
            "active": "机构撤并后取消勾选：单位的人不能再进来，公布过的年报照旧。",
            "demo": "演示用的单位，不是真实的机关。",
        }

    def clean_supervisor(self) -> Bureau | None:
        """Refuse a circle of offices."""
        above: Bureau | None = self.cleaned_data["supervisor"]
        own = self.instance
        if above is not None and own.pk and above.pk in {own.pk, *bureaus_below(own)}:
            raise forms.ValidationError(f"{above}就是本单位或者在本单位之下，不能当它的主管部门。")
        return above


class NewAccountForm(UserCreationForm):
    """A new account with its first password, to be handed over and changed at the first log-in."""

    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name")
        labels = {"first_name": "姓名"}
        help_texts = {"first_name": "显示在办理记录里；不填就显示用户名。"}


@dataclass(frozen=True)
class Line:
    """A line of a list: its number as somebody who opens the list counts, and what stands in each column."""

    number: int
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")


class NotRegistered(Exception):
    """Something of a list cannot be registered, so nothing of it was; `sentences` say line by line what is wrong."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class NewAccount:
    """An account that was made, with the password its owner gets."""

    member: Member
    password: str


class _Unusable(Exception):
    """A line that cannot be registered; the message says why."""


def register_bureaus(lines: Sequence[Line]) -> tuple[list[Bureau], int]:
    """Register the bodies of a list, in any order. Returns the new ones and how many were there. Raises NotRegistered.

    Columns: code, name, kind (as shown or as stored), region, supervisor (a code), rulemaking (是, 否 or nothing).
    """
    _each_once(lines, code="代码", name="机关全称")
    made: list[Bureau] = []
    with transaction.atomic():
        _each(_from_above(lines), lambda line: _bureau(line, made))
    return made, len(lines) - len(made)


def register_accounts(
    lines: Sequence[Line], kept: Callable[[list[NewAccount]], None]
) -> tuple[list[NewAccount], int]:
    """Make the accounts of a list. Returns the new ones and how many were there. Raises NotRegistered.

    Columns: username, person (the name shown, or nothing), bureau (a code), role (as shown or as stored).
    `kept` writes the passwords down; what it raises undoes everything: nobody could log in.
    """
    _each_once(lines, username="用户名")
    made: list[NewAccount] = []
    with transaction.atomic():
        _each(lines, lambda line: _account(line, made))
        if made:
            kept(made)
    return made, len(lines) - len(made)


def let_in(account: User) -> None:
    """Open the administration to administrators and close it to everybody else: that follows from the role."""
    if not account.is_superuser:
        role = Member.objects.filter(user=account).values_list("role", flat=True).first()
        account.is_staff = role == Role.ADMINISTRATOR
        account.save(update_fields=["is_staff"])


def _each(lines: Iterable[Line], register: Callable[[Line], None]) -> None:
    wrong: list[tuple[int, str]] = []
    for line in lines:
        try:
            register(line)
        except _Unusable as reason:
            wrong.append((line.number, str(reason)))
    if wrong:
        raise NotRegistered([f"第{number}行：{reason}" for number, reason in sorted(wrong)])


def _each_once(lines: Iterable[Line], **columns: str) -> None:
    """Raise NotRegistered where two lines have the same in one of the columns, given with what each is called."""
    first: dict[tuple[str, str], int] = {}
    twice = [
        f"第{line.number}行：{called}“{line[column]}”和第{before}行的一样。"
        for line in lines
        for column, called in columns.items()
        if line[column] and (before := first.setdefault((column, line[column]), line.number)) != line.number
    ]
    if twice:
        raise NotRegistered(twice)


def _from_above(lines: Sequence[Line]) -> list[Line]:
    """The lines in an order in which every office comes before the bodies it supervises, where there is one."""
    listed = {line["code"] for line in lines}
    ordered: list[Line] = []
    left, before = list(lines), -1
    while left and len(ordered) != before:
        before = len(ordered)
        there = {line["code"] for line in ordered}
        ordered += [line for line in left if line["supervisor"] in there or line["supervisor"] not in listed]
        left = [line for line in left if line not in ordered]
    return ordered + left


# --- Bodies --------------------------------------------------------------------------------------------


def _bureau(line: Line, made: list[Bureau]) -> None:
    above = line["supervisor"]
    supervisor = Bureau.objects.filter(code=above).first()
    if above and supervisor is None:
        raise _Unusable(f"主管部门“{above}”没有登记，清单里也没有能登记的这个代码。")
    given = {
        "code": line["code"],
        "name": line["name"],
        "kind": _chosen(Bureau.Kind, line["kind"], "类别"),
        "region": line["region"],
        "supervisor": supervisor.pk if supervisor else None,
        "rulemaking": _answer(line["rulemaking"]),
    }
    if there := Bureau.objects.filter(code=line["code"]).first():
        _same(there, given)
        return
    form = BureauForm({**given, "active": True})
    made.append(_saved(form))


def _answer(word: str) -> bool:
    if word.lower() not in _ANSWERS:
        raise _Unusable(f"有没有规章制定权写“是”或“否”，“{word}”不知道是哪一个。")
    return _ANSWERS[word.lower()]


def _same(there: Bureau, given: Mapping[str, object]) -> None:
    """A body that is registered already, as the list has it. Raises _Unusable where something differs."""
    stored = {name: there.supervisor_id if name == "supervisor" else getattr(there, name) for name in given}
    differing = [
        str(Bureau._meta.get_field(name).verbose_name) for name in given if stored[name] != given[name]
    ]
    if differing:
        raise _Unusable(
            f"“{there.name}”已经登记过，和清单里的{'、'.join(differing)}不同。登记过的在“管理”里改。"
        )


# --- Accounts ------------------------------------------------------------------------------------------


def _account(line: Line, made: list[NewAccount]) -> None:
    role = Role(_chosen(Role, line["role"], "角色"))
    bureau = Bureau.objects.filter(code=line["bureau"], active=True).first()
    if bureau is None:
        raise _Unusable(f"没有代码是“{line['bureau']}”的在用单位。")
    if there := User.objects.filter(username=line["username"]).first():
        if not Member.objects.filter(user=there, bureau=bureau, role=role).exists():
            raise _Unusable(
                f"用户名“{there.username}”已经有了，单位或角色和清单不同。有了的账号在“管理”里改。"
            )
        if not there.is_active:
            raise _Unusable(f"用户名“{there.username}”的账号停用了。要再用，在“管理”里启用。")
        return
    password = new_password()
    form = NewAccountForm(
        {
            "username": line["username"],
            "first_name": line["person"],
            "password1": password,
            "password2": password,
        }
    )
    account = _saved(form)
    member = Member.objects.create(user=account, bureau=bureau, role=role, first_password=True)
    made.append(NewAccount(member, password))
    let_in(account)


def new_password() -> str:
    """A first password that can be read out: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


# --- Both ----------------------------------------------------------------------------------------------


def _chosen(choices: type[TextChoices], word: str, what: str) -> str:
    """The stored value of a choice that is written as it is shown or as it is stored."""
    for choice in choices:
        if word in (choice.value, choice.label):
            return str(choice.value)
    shown = "、".join(str(choice.label) for choice in choices)
    raise _Unusable(f"{what}“{word}”不在{shown}之中。")


def _saved(form: forms.ModelForm) -> Any:
    """What a form makes. Raises _Unusable with what the form says is wrong."""
    if form.is_valid():
        return form.save()
    said = [
        f"{form.fields[name].label}：{sentence}" if name in form.fields else sentence
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    raise _Unusable("".join(said))
