"""The public's search: the same hits on every database, nothing that is not in force, and no query that does harm."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import auditing, bigrams, listing, publishing
from disclosure.models import Bureau, Listed, Report, SearchText
from disclosure.searching import LIMIT, search
from disclosure.views import searching
from tests import cast as people
from tests.cast import Cast

TEXTS = {
    "overview": "全年依申请公开政府信息36条，组织培训2次。\n水务公开专栏由专人维护。",
    "problems": "公开内容不够细；解读材料少。下一步，改进ＰＤＦ和图表，2025年底前完成。",
    "other": "没有收取信息处理费。饮水思源，𠮷祥如意。" + "信息" * 400 + "处处公开。",
}
"""Texts with what databases treat differently: one character, rare ones, full width, the 300th of a word."""

QUERIES = (
    *(
        "公开",
        "水",
        "𠮷",
        "𠮷祥",
        "依申请公开",
        "请公",
        "信息处处",
        "息处理",
        "pdf",
        "ＰＤＦ",
        "2025年",
        "36",
        "6条",
    ),
    *(
        "培训 公开",
        "培训 解读",
        "公开。水",
        "公开水",
        "2次 水务",
        "教育",
        "教育局 培训",
        "教育 处理费",
        "维护下一步",
    ),
    *("如意信", "局全", "费饮水", "公开", "開", "信息信息信息", "a", "没有这个词"),
)


@pytest.fixture
def report(cast: Cast) -> Report:
    """A published report with these texts."""
    report = people.published(cast.education, cast.clerk)
    Report.objects.filter(pk=report.pk).update(**TEXTS)
    people.edition(Report.objects.get(pk=report.pk), cast.clerk, "文字更正。")
    return Report.objects.get(pk=report.pk)


def sections(query: str) -> list[str]:
    """The parts of reports in which a query stands."""
    found = SearchText.objects.in_bulk(search(query).keys)
    return [found[key].section for key in search(query).keys]


def expected(query: str) -> list[str]:
    """The same by looking at every text, without any database."""
    terms, name = bigrams.terms(query), bigrams.folded("示例市教育局")
    return [
        section
        for section, text in TEXTS.items()
        if any(term in bigrams.folded(text) for term in terms)
        and all(term in bigrams.folded(text) or term in name for term in terms)
    ]


# What is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", QUERIES)
def test_either_database_finds_what_stands_in_the_texts(report: Report, query: str) -> None:
    assert sections(query) == expected(query)


def test_any_piece_of_any_text_is_found(report: Report) -> None:
    for section, text in TEXTS.items():
        for start in range(0, min(len(text), 60), 3):
            for length in (1, 2, 3, 7):
                query = text[start : start + length]
                if bigrams.terms(query):
                    assert section in sections(query), query
                assert sections(query) == expected(query), query


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_hits_are_the_same_however_few_are_asked_for(
    report: Report, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure.searching.LIMIT", 1)
    assert sections(query) == expected(query)[:1]
    assert search(query).more == (len(expected(query)) > 1)


HOSTILE = (
    *(
        '"',
        "'",
        "公开'",
        '公开"',
        "公开*",
        "*",
        "%",
        "_",
        "公开 OR 水",
        "NOT 公开",
        "NEAR(公开 水)",
        "-公开",
        "公开:*",
    ),
    *(
        "plain:公开",
        "(公开",
        "{公开}",
        "公开 & ! 水",
        "公开 <-> 水",
        "\\",
        "'; DROP TABLE x; --",
        "\x00公\x00开",
        "\u202e公开",
    ),
    *("😀", "公😀开", "公" * 1000, "公开 " * 300, "\ud800", "\n\r\t", "<script>", "ﷺ", "e\u0301"),
)


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_is_understood_as_anything_but_words(report: Report, query: str) -> None:
    assert sections(query) == expected(query)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_typed_is_searched_for(report: Report, query: str) -> None:
    assert sections(query) == expected(query)


# What is in force -------------------------------------------------------------------------------------------------


def test_only_the_words_of_the_edition_in_force_are_found(cast: Cast, report: Report) -> None:
    assert sections("培训")
    Report.objects.filter(pk=report.pk).update(overview="全年没有活动。")
    assert sections("培训")
    people.edition(Report.objects.get(pk=report.pk), cast.clerk, "更正。")
    assert sections("培训") == []
    assert sections("没有活动") == ["overview"]


def test_what_was_taken_down_is_not_found(cast: Cast, report: Report, client: Client) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    assert sections("公开") == []
    assert (
        "教育局"
        not in client.get("/search/?q=教育").content.decode().partition("<main")[2].partition("报告全文")[2]
    )
    people.edition(Report.objects.get(pk=report.pk), cast.clerk, "重新公布。")
    assert sections("公开")


def test_an_act_that_fails_leaves_the_search_as_it_was(cast: Cast, report: Report) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("disclosure.workflow._change", fail)
        with pytest.raises(RuntimeError):
            publishing.withdraw(report, cast.supervisor, "有个人信息。")
    assert sections("公开")


def test_words_taken_out_of_the_index_show_and_are_put_back(report: Report) -> None:
    """SQLite keeps its index beside the texts; PostgreSQL lets nobody write into the column it makes of them."""
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE disclosure_searchtext SET words = NULL")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_searchindex(disclosure_searchindex, rowid, tokens) "
            "SELECT 'delete', id, tokens FROM disclosure_searchtext"
        )
    assert sections("公开") == []
    assert list(auditing.faults()) == ["搜索用的索引和供搜索的文字对不上，请运行rebuild_search"]
    call_command("rebuild_search")
    assert sections("公开") == expected("公开")
    assert list(auditing.faults()) == []


def test_all_of_it_can_be_made_again(cast: Cast, report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    people.withdrawn(cast.water, cast.water_clerk, cast.supervisor)
    made = list(SearchText.objects.order_by("section").values_list("section", "text", "tokens"))
    lines = list(Listed.objects.values_list("report", "publication", "name", "received"))
    Listed.objects.all().delete()
    assert sections("公开") == []
    call_command("rebuild_search")
    assert "1份报告" in capsys.readouterr().out
    assert list(SearchText.objects.order_by("section").values_list("section", "text", "tokens")) == made
    assert list(Listed.objects.values_list("report", "publication", "name", "received")) == lines
    assert sections("公开") == expected("公开")


def test_a_line_of_the_list_has_the_figures_of_the_edition(cast: Cast, report: Report) -> None:
    people.store(report, {"requests.received.enterprise": 3, "cases.review.upheld": 2})
    people.edition(report, cast.clerk, "更正。")
    line = Listed.objects.get()
    assert (line.received, line.reviews, line.carried_in) == (3, 2, 0)
    assert set(listing.FIGURES) <= {field.name for field in Listed._meta.fields}


# The page ---------------------------------------------------------------------------------------------------------


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_hit_is_shown_in_its_passage_and_leads_to_its_part(client: Client, report: Report) -> None:
    page = page_of(client, "/search/?q=培训")
    assert "<mark>培训</mark>2次。" in page
    assert 'href="/reports/shili-education/2025/#overview"' in page
    assert "一、总体情况" in page


def test_bodies_are_found_by_a_part_of_their_name(client: Client, report: Report) -> None:
    page = page_of(client, "/search/?q=市教")
    assert "名称或地区里有这些字的单位" in page
    assert 'href="/reports/shili-education/"' in page


def of_a_district(cast: Cast, *names: str) -> None:
    """Reports of bodies of one district, the first of which is its government."""
    for number, name in enumerate(names):
        kind = Bureau.Kind.DEPARTMENT if number else Bureau.Kind.GOVERNMENT
        people.published(Bureau.objects.create(code=f"d{number}", name=name, kind=kind), cast.clerk)


def test_every_body_of_a_district_is_named_its_government_first(
    cast: Cast, client: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "BODIES", 2)
    of_a_district(cast, "镇雄县人民政府", "镇雄县卫生局", "镇雄县交通局", "镇雄县公安局")
    found = page_of(client, "/search/?q=镇雄县").partition("报告全文")[0]
    assert re.findall(r'href="/reports/(d.)/"', found) == ["d0", "d3", "d2", "d1"]
    assert "4家" in found and "<summary>另外2家</summary>" in found
    monkeypatch.setattr(searching, "NAMED", 3)
    assert "多于3家" in page_of(client, "/search/?q=镇雄")


@pytest.mark.parametrize(
    "query", ["永善县 桧溪", "永善县桧溪镇", "桧溪镇　永善", "永善", "永善县桧溪镇2025年年报"]
)
def test_a_body_is_found_by_its_district_though_its_name_does_not_tell_it(
    cast: Cast, client: Client, report: Report, query: str
) -> None:
    of_a_district(cast, "桧溪镇人民政府", "桧溪镇水利站")
    Bureau.objects.filter(code="d0").update(region="永善县")
    found = page_of(client, f"/search/?q={query}").partition("报告全文")[0]
    assert re.findall(r'href="/reports/(d.)/"', found) == ["d0"]
    Bureau.objects.filter(code="d0").update(name="桧溪街道办事处")
    assert 'href="/reports/d0/"' in page_of(client, f"/search/?q={query}")


def test_a_body_is_found_by_its_new_name_and_its_old_one(client: Client, report: Report) -> None:
    Bureau.objects.filter(code="shili-education").update(name="示例市教育体育局")
    for query in ("教育体育", "市教育局"):
        assert 'href="/reports/shili-education/"' in page_of(client, f"/search/?q={query}")


@pytest.mark.parametrize(
    ("query", "year"),
    [
        ("示例市教育局2024年政府信息公开工作年度报告", 2024),
        ("教育局2024年", 2024),
        ("２０２４教育局", 2024),
        ("教育局 2024年度报告", 2024),
        ("教育局的年报", 2025),
        ("教育局2019", 2025),
        ("教育局", 2025),
    ],
)
def test_a_body_named_with_a_year_leads_to_the_report_of_it(
    cast: Cast, client: Client, report: Report, query: str, year: int
) -> None:
    people.published(cast.education, cast.clerk, 2024)
    found = page_of(client, f"/search/?q={query}").partition("报告全文")[0]
    assert f'href="/reports/shili-education/{year}/"' in found
    assert found.count('href="/reports/shili-education/20') == 1


def test_who_writes_the_year_alone_is_shown_no_body(client: Client, report: Report) -> None:
    assert "名称或地区里有这些字的单位" not in page_of(client, "/search/?q=2025年年报")


def test_a_search_is_narrowed_and_keeps_what_was_chosen(cast: Cast, client: Client, report: Report) -> None:
    people.published(cast.water, cast.water_clerk, 2024)
    Bureau.objects.filter(pk=cast.water.pk).update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区")
    assert hits(page_of(client, "/search/?q=信息&year=2024")) == ["2024", "2024"]
    assert hits(page_of(client, "/search/?q=信息&section=other")) == ["2025", "2024"]
    assert set(hits(page_of(client, "/search/?q=信息&kind=township"))) == {"2024"}
    page = page_of(client, "/search/?q=信息&region=昭阳区")
    assert set(hits(page)) == {"2024"}
    assert '<input type="hidden" name="region" value="昭阳区">' in page
    assert "region=%E6%98%AD%E9%98%B3%E5%8C%BA&amp;section=other" in page
    none = page_of(client, "/search/?q=培训&section=other")
    assert "在全部报告里找" in none


def test_the_form_of_the_list_keeps_kind_and_region_and_says_so(
    cast: Cast, client: Client, report: Report
) -> None:
    Bureau.objects.update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区")
    page = page_of(client, "/?kind=township&region=昭阳区")
    assert "（只找昭阳区乡镇" in page
    for name, value in (("kind", "township"), ("region", "昭阳区")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'type="hidden" name="year"' not in page
    assert 'type="hidden"' not in page_of(client, "/")


def hits(page: str) -> list[str]:
    """The years of the hits of a page, in its order."""
    return re.findall(r'<h3><a href="/reports/[\w-]+/(\d{4})/#', page)


def test_hits_come_newest_year_first_and_page_by_page(
    cast: Cast, client: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk, 2024)
    monkeypatch.setattr(searching, "PAGE_LENGTH", 2)
    first, second = page_of(client, "/search/?q=信息"), page_of(client, "/search/?q=信息&page=2")
    assert hits(first) + hits(second) == sorted(hits(first) + hits(second), reverse=True)
    assert "名称里有这些字" not in second
    assert "q=%E4%BF%A1%E6%81%AF&amp;page=2" in first


def test_more_hits_than_anybody_reads_are_not_counted(
    cast: Cast, client: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIMIT == 1000
    monkeypatch.setattr("disclosure.searching.LIMIT", 1)
    assert search("公开").more
    assert len(search("公开").keys) == 1


@pytest.mark.parametrize("query", ["", "😀", "。，"])
def test_a_query_without_words_is_told_so(client: Client, report: Report, query: str) -> None:
    page = page_of(client, f"/search/?q={query}")
    assert "报告全文" not in page
    assert ("请写汉字、字母或数字" in page) == bool(query)


def test_what_is_searched_for_is_never_mark_up(client: Client, report: Report) -> None:
    page = page_of(client, "/search/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_the_database_is_asked_for_an_index(report: Report) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM disclosure_searchindex")
            assert cursor.fetchone()[0] == SearchText.objects.count()
            cursor.execute(
                "INSERT INTO disclosure_searchindex(disclosure_searchindex, rank) VALUES ('integrity-check', 1)"
            )
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'disclosure_searchindex'")
            assert "USING gin" in cursor.fetchone()[0]
