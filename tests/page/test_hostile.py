"""Text that attacks or exhausts the renderer gives a harmless page or a clear error; the limits really end a job."""

import io
import os
import signal
import threading
import time

import pypdf
import pytest

from disclosure.rendering import (
    EngineError,
    MemoryLimit,
    MissingGlyphs,
    RenderingError,
    TimeLimit,
    TooLong,
    render_pdf,
)
from disclosure.rendering.pool import Pool
from disclosure.rendering.sheet import Sheet
from disclosure.workers import Limits

from . import reading
from .sample import filing

ENDLESS = "<!DOCTYPE html><title>t</title><table>" + ("<tr>" + "<td>1</td>" * 12) * 40_000


def words(data):
    return "".join(line.text for page in reading.pages(data) for line in page)


@pytest.fixture
def pool():
    made = []

    def start(**limits):
        made.append(Pool(Limits(**limits)))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize(
    "typed",
    [
        "<b>粗</b><script>alert(1)</script>",
        '<link rel=attachment href="file:///etc/passwd">',
        '<img src="file:///etc/passwd"><a rel=attachment href="file:///etc/shadow">公</a>',
        "</style><style>*{display:none}</style>",
        "{% include '/etc/passwd' %}{{ settings }}",
    ],
)
def test_markup_is_printed_as_it_was_typed(typed):
    data = render_pdf(filing("notice_2021_30", sections={"overview": typed}))
    printed = words(data)
    for piece in ("".join(char for char in part if char.isalnum()) for part in typed.split()):
        assert piece in "".join(char for char in printed if char.isalnum())
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert not reader.attachments
    assert b"root:" not in data


def test_marks_of_writing_direction_and_controls_are_left_out():
    data = render_pdf(
        filing("notice_2021_30", sections={"overview": "公\u202e开\u200b信\u2066息\x01公\ufeff布\x00。"})
    )
    assert "公开信息公布。" in words(data)


@pytest.mark.parametrize(
    "text",
    [
        "昭通市政务服务管理局发布信息公开工作，" * 7_200,
        "a" * 200_000,
        "公 " * 60_000,
        ("公" * 4_000 + "\n") * 26,
    ],
)
def test_text_that_is_too_long_is_refused_at_once(text):
    began = time.process_time()
    with pytest.raises(TooLong):
        render_pdf(filing("notice_2021_30", sections={"overview": text}))
    assert time.process_time() - began < 2


def test_the_longest_report_allowed_is_printed():
    text = ("昭通市政务服务管理局发布信息公开工作，" * 250 + "\n") * 20
    data = render_pdf(filing("notice_2021_30", sections={"overview": text}, preface="", addressee=""))
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 150


def test_a_missing_glyph_is_named():
    with pytest.raises(MissingGlyphs, match=r"^缺少字形：“\U000323af”“😀”") as caught:
        render_pdf(filing("notice_2021_30", sections={"overview": "负责人\U000323af某😀\U000323af"}))
    assert caught.value.characters == "\U000323af😀"


@pytest.mark.parametrize(("limits", "error"), [({"cpu": 1}, TimeLimit), ({"wall": 0.7}, TimeLimit)])
def test_an_endless_job_is_ended(pool, limits, error):
    began = time.monotonic()
    with pytest.raises(error, match="时间太长"):
        pool(**limits).render(Sheet(ENDLESS))
    assert time.monotonic() - began < 15


def test_a_job_that_wants_too_much_memory_is_ended(pool):
    with pytest.raises(MemoryLimit, match="内存太多"):
        pool(memory=300 * 1024**2).render(Sheet(ENDLESS))


def test_nothing_is_fetched(pool):
    for page in ('<img src="file:///etc/hostname">', '<link rel=stylesheet href="data:text/css,p{}">'):
        with pytest.raises(EngineError) as caught:
            pool().render(Sheet("<!DOCTYPE html><title>t</title>" + page))
        assert "refused to fetch" in caught.value.detail


def test_a_warning_of_the_engine_is_an_error(pool):
    with pytest.raises(EngineError) as caught:
        pool().render(Sheet("<!DOCTYPE html><title>t</title><style>p { colour: red }</style><p>公"))
    assert "colour" in caught.value.detail


def test_a_worker_that_has_drawn_before_has_no_thread_that_its_children_would_miss(pool):
    one = pool()
    one.render(Sheet("<!DOCTYPE html><html lang=zh-CN><title>t</title><p>公"))
    assert len(os.listdir(f"/proc/{one.pid}/task")) == 1


def test_a_worker_that_died_is_replaced(pool):
    one = pool()
    page = "<!DOCTYPE html><html lang=zh><title>t</title><p>公开"
    first = one.render(Sheet(page))
    os.kill(one.pid, signal.SIGKILL)
    assert one.render(Sheet(page)) == first


def test_a_worker_ends_with_its_pool_and_leaves_no_process():
    one = Pool()
    one.render(Sheet("<!DOCTYPE html><html lang=zh><title>t</title><p>公开"))
    pid = one.pid
    one.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_threads_may_ask_at_the_same_time(pool):
    one, results = pool(), []
    page = "<!DOCTYPE html><html lang=zh><title>t</title><p>第{}份"

    def ask(number):
        try:
            results.append((number, one.render(Sheet(page.format(number)))))
        except RenderingError as error:
            results.append((number, error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in results) == list(range(6))
    for number, data in results:
        assert f"第{number}份" in words(data)


def test_a_forked_server_process_starts_a_worker_of_its_own(pool):
    one = pool()
    page = "<!DOCTYPE html><html lang=zh><title>t</title><p>公开"
    expected = one.render(Sheet(page))
    child = os.fork()
    if child == 0:
        one.forget()
        os._exit(0 if one.render(Sheet(page)) == expected and one.pid else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert one.render(Sheet(page)) == expected
