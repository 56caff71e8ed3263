"""Templates and style sheets: each compiles, nothing is inline or unescaped, and the colours can be read."""

import itertools
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import include, path

from disclosure.checks import Finding
from disclosure.formats.schema import Severity
from disclosure.models import Role

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
# Documents that are read outside the site, or by the typesetter, carry their own style.
DOCUMENTS = {ROOT / "templates" / "official" / name for name in ("page.html", "print.html")} | {
    *(ROOT / "templates" / "official" / "fragment").glob("*.html")
}

# The names the frame of every page relies on, whatever pages there are.
_NAMES = (
    "here",
    "home",
    "login",
    "logout",
    "password_change",
    "public_check",
    "public_data",
    "public_feed",
    "public_index",
    "public_ledger",
    "public_rules",
    "public_search",
    "public_verify_ask",
    "public_years",
    "review_queue",
    "season_now",
)
_ADMIN = ([path("", HttpResponse, name="index")], "admin")
urlpatterns = [
    *(path(f"{name}/", HttpResponse, name=name) for name in _NAMES),
    path("admin/", include(_ADMIN)),
]

pytestmark = pytest.mark.urls(__name__)


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.fixture(params=TEMPLATES, ids=name_of)
def template(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(params=STYLES, ids=name_of)
def style(request: pytest.FixtureRequest) -> str:
    return without_comments(request.param)


def without_comments(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_template_compiles(template: Path) -> None:
    assert get_template(str(template.relative_to(ROOT / "templates")))


def test_nothing_inline_and_nothing_unescaped(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe|autoescape off|safeseq", text)
    if template not in DOCUMENTS:
        assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE)
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", text, re.IGNORECASE)


def test_static_files_named_in_templates_exist(template: Path) -> None:
    for file in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", template.read_text(encoding="utf-8")):
        assert finders.find(file), file


@pytest.mark.parametrize("style", STYLES, ids=name_of)
def test_pages_give_way_to_large_text_as_to_a_narrow_screen(style: Path) -> None:
    assert not re.search(r"@media[^{]*[0-9]px", style.read_text(encoding="utf-8")), "measured in em"


# The frame ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_nothing_but_themselves(name: str) -> None:
    page = get_template(f"{name}.html").render({})
    assert page.count("<h1>") == 1
    assert 'href="/public_index/"' in page
    assert ('href="/home/"' in page) == (name in ("400", "500")), "nobody is known to work here"


@pytest.mark.parametrize("name", ["403", "403_csrf", "404"])
def test_an_error_page_leads_a_member_back_to_work(name: str) -> None:
    page = get_template(f"{name}.html").render({"member": SimpleNamespace(role=Role.CLERK)})
    assert 'href="/home/"' in page and 'type="search"' not in page


def test_a_refused_page_says_why() -> None:
    page = render_to_string("403.html", {"exception": "看不到这份报告。它属于别的单位。"})
    assert "看不到这份报告。它属于别的单位。" in page


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.CLERK, ["/home/", "/public_index/"]),
        (Role.SUPERVISOR, ["/review_queue/", "/season_now/", "/public_index/"]),
        (Role.ADMINISTRATOR, ["/admin/", "/public_index/"]),
    ],
)
def test_the_bar_leads_where_the_role_works(role: Role, places: list[str]) -> None:
    nav = re.search(r"<nav.*?</nav>", staff_page(role), re.DOTALL)
    assert nav
    assert re.findall(r'href="([^"]+)"', nav.group()) == places


def test_the_bar_names_the_bureau_marks_the_page_and_logs_out_by_post() -> None:
    page = staff_page(Role.CLERK)
    assert "示例市水务局" in page
    assert '<a href="/home/" aria-current="page">' in page
    assert '<form method="post" action="/logout/" data-leave="7">' in page
    assert page.index('class="skip" href="#main"') < page.index("<header") < page.index('<main id="main"')


def staff_page(role: Role) -> str:
    member = SimpleNamespace(role=role, name="甲", bureau=SimpleNamespace(name="示例市水务局"))
    user = SimpleNamespace(is_authenticated=True, pk=7)
    return render_to_string("base.html", {"member": member, "user": user, "nav": "home"})


def test_the_public_foot_prints_what_is_known_of_the_site_only() -> None:
    page = render_to_string("base_public.html", {"this_site": {"operator": "示例市政府办公室", "icp": ""}})
    assert "主办单位：示例市政府办公室" in page
    assert "网站标识码" not in page
    assert "单位登录" in page
    assert "单位登录" not in render_to_string("base_public.html", {"this_site": {}, "exported": True})


# The components -------------------------------------------------------------------------------------------


def test_a_finding_shows_the_sum_and_leads_to_its_cell() -> None:
    finding = Finding(
        rule="requests.balance",
        severity=Severity.ERROR,
        message="第二列：两边差2件",
        section="requests",
        cells=("requests.carried_out.enterprise",),
        focus=("requests.carried_out.enterprise",),
        working=("41＋2＝43", "38＋3＝41"),
        advice="先看<结转>有没有漏填。",
    )
    card = render_to_string("components/finding.html", {"finding": finding, "url": ""})
    assert '<span class="sev sev-error">必须更正</span>' in card
    assert 'href="#requests.carried_out.enterprise"' in card
    elsewhere = render_to_string("components/finding.html", {"finding": finding, "url": "/x#there"})
    assert 'href="/x#there"' in elsewhere and 'href="#' not in elsewhere
    assert "41＋2＝43<br>38＋3＝41" in card
    assert "先看&lt;结转&gt;有没有漏填。" in card
    assert "<summary>依据</summary>" in card
    assert "表三表头" in card


@pytest.mark.parametrize(
    ("report", "chip"),
    [
        (None, 'class="state none">未开始<'),
        (SimpleNamespace(state="draft", state_label="填报中"), 'class="state mine">填报中<'),
        (SimpleNamespace(state="returned", state_label="退回修改"), 'class="state back">退回修改<'),
    ],
)
def test_a_state_is_always_a_word(report: object, chip: str) -> None:
    assert chip in render_to_string("components/state.html", {"report": report})


@pytest.mark.parametrize(
    ("days", "words"), [(9, ["距截止还有", ">9<"]), (0, ["今天"]), (-3, ["已晚", ">3<"])]
)
def test_days_left_and_days_late(days: int, words: list[str]) -> None:
    panel = render_to_string("components/days_left.html", {"days": days})
    assert all(word in panel for word in words)


def test_key_figures_tell_zero_from_unknown() -> None:
    figures = [{"label": "甲", "value": 0, "unit": "件"}, {"label": "乙", "value": None}]
    panel = render_to_string("components/figures.html", {"figures": figures})
    assert "<dd>0<small>件</small></dd>" in panel
    assert "<dd>—</dd>" in panel


def test_a_long_list_turns_its_pages() -> None:
    request = RequestFactory().get("/", {"q": "水"})
    page = Paginator(range(30), 10).page(2)
    steps = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert 'href="?q=%E6%B0%B4&amp;page=1"' in steps
    assert "第2页，共3页，30条" in steps


# The style sheets -----------------------------------------------------------------------------------------


def test_styles_stay_within_the_browser_floor(style: str) -> None:
    assert not re.search(r"@layer|@container|:has\(|@import", style)
    rules = re.sub(r"@media[^{]*\{", "", style)
    assert not re.search(r"\{[^{}]*\{", rules), "nested rules"
    assert len(style.splitlines()) < 300


def test_colours_stand_in_the_tokens_only() -> None:
    for file in STYLES:
        if file.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", without_comments(file), re.I), file.name


def test_every_token_is_known_and_used() -> None:
    together = "\n".join(map(without_comments, STYLES))
    known = set(re.findall(r"(--[\w-]+)\s*:", together))
    used = set(re.findall(r"var\((--[\w-]+)", together))
    assert used - known == set()
    admin = set(re.findall(r"(--[\w-]+):", Path(str(finders.find("admin/css/base.css"))).read_text()))
    assert {name for name in known - used - admin if not name.startswith("--bs-")} == set()


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two tokens."""
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (ROOT / "static/css/tokens.css").read_text()))
    light, dark = sorted((luminance(tokens[one]), luminance(tokens[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    *itertools.product(("ink", "ink-2", "brand", "error", "ok", "query", "note"), ("surface", "paper")),
    *((name, f"{name}-tint") for name in ("error", "query", "note", "ok", "brand")),
    *(("ink", ground) for ground in ("sunken", "brand-wash", "error-tint", "query-tint", "query-mark", "ok-tint")),
    *(("ink-3", ground) for ground in ("surface", "sunken", "brand-wash", "error-tint", "query-tint")),
    ("ink-2", "sunken"), ("ink-2", "brand-tint"), ("ink", "query-line"),
    ("on-brand", "brand"), ("on-brand-2", "brand"), ("surface", "error"), ("focus-on-brand", "ink"),
]  # fmt: skip
MARKS = [("field", "surface"), ("focus", "surface"), ("focus", "paper"), ("focus-on-brand", "brand")]


@pytest.mark.parametrize(("one", "other"), TEXT)
def test_text_can_be_read(one: str, other: str) -> None:
    assert contrast(one, other) >= 4.5


@pytest.mark.parametrize(("one", "other"), MARKS)
def test_borders_and_focus_can_be_seen(one: str, other: str) -> None:
    assert contrast(one, other) >= 3
