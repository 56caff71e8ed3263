"""Bodies and accounts from a list: all of it or nothing, and every line that cannot be is named with its number."""

import csv
import errno
import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from disclosure.management.commands import load_accounts
from disclosure.models import Bureau, Member
from disclosure.registering import new_password
from tests.cast import Cast

Run = Callable[..., tuple[int, list[str]]]

BUREAUS = "code,name,kind,region,supervisor,rulemaking"
ACCOUNTS = "username,person,bureau,role"
CITY = [
    "shili-shi-jiaoyu,示例新市教育局,部门,示例新市本级,shili-shi-ban,",
    "shili-shi-ban,示例新市人民政府办公室,政府办公室,示例新市本级,,",
    "shili-shi-xian,示例新县人民政府,government,示例新县,shili-shi-ban,是",
]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a list; its exit code and the lines it printed."""

    def run(
        command: str, head: str, lines: list[str], *more: str, encoding: str = "utf-8"
    ) -> tuple[int, list[str]]:
        listed = tmp_path / "list.csv"
        listed.write_bytes("\r\n".join([head, *lines, ""]).encode(encoding))
        out, code = io.StringIO(), 0
        try:
            call_command(command, str(listed), *more, stdout=out)
        except SystemExit as end:
            code = int(str(end.code))
        return code, out.getvalue().splitlines()

    return run


# --- Bodies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_city_is_registered_in_any_order(db: None, run: Run, encoding: str) -> None:
    assert run("load_bureaus", BUREAUS, CITY, encoding=encoding) == (
        0,
        ["新登记3个单位，清单里已经登记过的有0个。"],
    )
    office = Bureau.objects.get(code="shili-shi-ban")
    assert (office.name, office.kind, office.supervisor) == (
        "示例新市人民政府办公室",
        Bureau.Kind.OFFICE,
        None,
    )
    county = Bureau.objects.get(code="shili-shi-xian")
    assert (county.kind, county.region, county.supervisor) == (Bureau.Kind.GOVERNMENT, "示例新县", office)
    assert (county.rulemaking, county.active, county.demo) == (True, True, False)


def test_a_second_run_changes_nothing(db: None, run: Run) -> None:
    run("load_bureaus", BUREAUS, CITY[:2])
    assert run("load_bureaus", BUREAUS, CITY) == (0, ["新登记1个单位，清单里已经登记过的有2个。"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shili-x,,部门,,,", "机关全称"),
        ("Shili X,示例十局,部门,,,", "代码"),
        (",示例十局,部门,,,", "代码"),
        ("shili-x,示例新市教育局,部门,,,", "机关全称“示例新市教育局”和第2行的一样"),
        ("shili-x,示例十局,企业,,,", "类别“企业”不在部门、县区政府、乡镇街道、开发区、政府办公室之中"),
        ("shili-x,示例十局,部门,,,有", "“有”不知道是哪一个"),
        ("shili-x,示例十局,部门,,shili-none,", "主管部门“shili-none”没有登记"),
        ("shili-x,示例十局,部门,,shili-x,", "主管部门“shili-x”没有登记"),
        (
            "shili-shi-ban,示例新市人民政府办公室,政府办公室,示例新市本级,,",
            "代码“shili-shi-ban”和第3行的一样",
        ),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_registered(db: None, run: Run, line: str, said: str) -> None:
    code, lines = run("load_bureaus", BUREAUS, [*CITY, "", line])
    assert code == 1
    assert [each for each in lines if each.startswith("第6行") and said in each]
    assert lines[-1] == "改好清单再运行一次，这一次一个也没有登记。"
    assert not Bureau.objects.exists()


def test_offices_that_supervise_each_other_are_both_refused(db: None, run: Run) -> None:
    circle = ["shili-a,示例甲办,office,,shili-b,", "shili-b,示例乙办,office,,shili-a,"]
    code, lines = run("load_bureaus", BUREAUS, circle)
    assert (code, [line[:3] for line in lines[:2]]) == (1, ["第2行", "第3行"])
    assert not Bureau.objects.exists()


def test_a_body_that_is_registered_otherwise_stays_and_is_named(cast: Cast, run: Run) -> None:
    before = Bureau.objects.count()
    code, lines = run("load_bureaus", BUREAUS, [f"{cast.water.code},示例市水利局,部门,昭阳区,,", *CITY])
    assert code == 1
    assert "第2行" in lines[0] and "和清单里的机关全称、地区、主管部门不同" in lines[0]
    cast.water.refresh_from_db()
    assert (cast.water.name, Bureau.objects.count()) == ("示例市水务局", before)


@pytest.mark.parametrize(
    ("head", "lines", "said"),
    [
        ("code,name", ["a,b"], "缺kind、region、supervisor、rulemaking"),
        (f"{BUREAUS},predecessor", ["a,b,c,d,e,f,g"], "不认识的列：predecessor"),
        (BUREAUS, [], "什么也没有"),
        (BUREAUS, ["shili-x,示例十局,部门,,,,多"], "第2行比第一行多出几格"),
        (f"{BUREAUS},name", ["shili-x,示例十局,部门,,,,示例九局"], "写了两次的列：name"),
        (f"{BUREAUS},", ["shili-x,示例十局,部门,,,,示例县"], "第2行有一格在没有名称的列里：“示例县”"),
    ],
)
def test_a_list_that_cannot_be_used_ends_with_a_sentence(
    db: None, run: Run, head: str, lines: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run("load_bureaus", head, lines)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_no_body_is_registered_under_a_name_that_cannot_be_read(
    db: None, tmp_path: Path, encoding: str
) -> None:
    listed = tmp_path / "list.csv"
    line = f"{BUREAUS}\nshili-x,示例十局,department,,,\n".encode(encoding)
    listed.write_bytes(line.replace(b",department", b"\xff,department"))
    with pytest.raises(CommandError, match="有些字读不出来"):
        call_command("load_bureaus", str(listed))
    assert not Bureau.objects.exists()


# --- Accounts ------------------------------------------------------------------------------------------


def test_everybody_of_a_list_can_log_in(cast: Cast, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "passwords.csv"
    lines = [
        "shili-a,示例甲,shili-water,填报",
        "shili-b,,shili-office,审核",
        "shili-c,,shili-office,administrator",
    ]
    code, said = run("load_accounts", ACCOUNTS, lines, "--passwords", str(target))
    assert (code, said[0]) == (0, "新开3个账号，清单里已经有的有0个。")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    kept = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [(each["单位"], each["姓名"], each["角色"], each["用户名"]) for each in kept] == [
        ("示例市水务局", "示例甲", "填报", "shili-a"),
        ("示例市政府办公室", "shili-b", "审核", "shili-b"),
        ("示例市政府办公室", "shili-c", "管理", "shili-c"),
    ]
    assert not any(each["初始密码"] in "".join(said) for each in kept)
    for each in kept:
        words = {"username": each["用户名"], "password": each["初始密码"]}
        assert Client().post(reverse("login"), words).status_code == 302
        assert Member.objects.get(user__username=each["用户名"]).first_password
    assert [
        user.is_staff for user in User.objects.filter(username__startswith="shili-").order_by("username")
    ] == [
        False,
        False,
        True,
    ]


def test_an_account_that_is_there_keeps_its_password(cast: Cast, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "passwords.csv"
    user = cast.water_clerk.user
    before = user.password
    line = f"{user.username},,{cast.water.code},填报"
    assert run("load_accounts", ACCOUNTS, [line], "--passwords", str(target)) == (
        0,
        ["新开0个账号，清单里已经有的有1个。"],
    )
    user.refresh_from_db()
    assert (user.password, target.exists()) == (before, False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shili-x,,shili-none,填报", "没有代码是“shili-none”的在用单位"),
        ("shili-x,,shili-water,局长", "角色“局长”不在填报、审核、管理之中"),
        (",,shili-water,填报", "用户名"),
        ("甲 乙,,shili-water,填报", "用户名"),
        ("shili-a,,shili-water,填报", "用户名“shili-a”和第2行的一样"),
        ("{clerk},,shili-water,填报", "单位或角色和清单不同"),
    ],
)
def test_one_wrong_account_is_named_and_none_is_made(
    cast: Cast, run: Run, tmp_path: Path, line: str, said: str
) -> None:
    before, target = Member.objects.count(), tmp_path / "passwords.csv"
    wrong = line.format(clerk=cast.clerk.user.username)
    code, lines = run(
        "load_accounts", ACCOUNTS, ["shili-a,,shili-water,填报", wrong], "--passwords", str(target)
    )
    assert code == 1
    assert lines[0].startswith("第3行") and said in lines[0]
    assert (Member.objects.count(), target.exists()) == (before, False)


def test_an_account_out_of_use_is_named(cast: Cast, run: Run, tmp_path: Path) -> None:
    User.objects.filter(pk=cast.water_clerk.user_id).update(is_active=False)
    line = f"{cast.water_clerk.user.username},,{cast.water.code},填报"
    code, said = run("load_accounts", ACCOUNTS, [line], "--passwords", str(tmp_path / "passwords.csv"))
    assert code == 1
    assert any("停用了" in each for each in said)


def test_no_account_is_made_where_its_password_cannot_be_kept(cast: Cast, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "passwords.csv"
    target.write_text("别人的")
    before = Member.objects.count()
    for place in (target, tmp_path / "none" / "passwords.csv"):
        with pytest.raises(CommandError, match="没有开账号"):
            run("load_accounts", ACCOUNTS, ["shili-a,,shili-water,填报"], "--passwords", str(place))
    assert (Member.objects.count(), target.read_text()) == (before, "别人的")


def test_half_a_file_of_passwords_is_not_left(
    cast: Cast, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(load_accounts.csv, "writer", full)
    target, before = tmp_path / "passwords.csv", Member.objects.count()
    with pytest.raises(CommandError, match="没有写完，没有开账号"):
        run("load_accounts", ACCOUNTS, ["shili-a,,shili-water,填报"], "--passwords", str(target))
    assert (Member.objects.count(), target.exists()) == (before, False)


def test_a_first_password_can_be_read_out_and_is_another_each_time() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(len(each) == 19 and not set(each) & set("01iloO") for each in passwords)
