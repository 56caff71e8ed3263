"""What can go wrong with a signature: it is said in a sentence, nothing is half published, and a second try works."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from pytest_django import Settings

from disclosure import auditing, chain, publishing
from disclosure.editions import PDF
from disclosure.models import EditionFile, Event, LedgerEntry, Publication, Report, State
from disclosure.signing import SigningError, configured, unsigned
from disclosure.workflow import Refused
from tests import cast as people
from tests import keys
from tests.cast import Cast
from tests.page import editions


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """A PDF as it is drawn."""
    return editions.files("zero", "notice_2021_30")[PDF]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    call_command("make_test_ca", folder, stdout=StringIO())
    return folder


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, drawn: bytes) -> None:
    """No signer is left from another test, and no test waits for the typesetter."""
    configured._made.cache_clear()
    files = {PDF: drawn, "report.html": b"<article class='official'></article>", "report.json": b""}

    def quick(filing: object, imprint: object, *rest: object, **more: object) -> dict[str, bytes]:
        return {**files, "report.json": people.quick_files(filing, imprint)["report.json"]}  # type: ignore[arg-type]

    monkeypatch.setattr("disclosure.publishing.edition_files", quick)


def sign(pdf: bytes) -> bytes:
    by = configured.signer()
    assert by is not None
    return configured.signed(pdf, by)


def said() -> str:
    """What the system check says."""
    return "".join(message.msg for message in configured.check_signing(None))


# --- A key in a file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["", "口令"])
@pytest.mark.parametrize("made", [keys.pem_files, keys.pkcs12_file])
def test_a_key_in_a_file_signs_with_a_password_and_without(
    settings: Settings, tmp_path: Path, drawn: bytes, made: Callable[..., dict[str, str]], password: str
) -> None:
    settings.SIGNING = made(tmp_path, password=password)
    if password:
        settings.SIGNING["password_file"] = keys.password_file(tmp_path, password)
    assert unsigned(sign(drawn), chain.sha256(drawn)) == drawn
    assert said() == ""


@pytest.mark.parametrize(("made", "sentence"), [(keys.pem_files, "私钥"), (keys.pkcs12_file, "own.p12")])
@pytest.mark.parametrize("given", ["", "别的口令"])
def test_a_wrong_password_is_told(
    settings: Settings,
    tmp_path: Path,
    made: Callable[..., dict[str, str]],
    sentence: str,
    given: str,
) -> None:
    settings.SIGNING = made(tmp_path, password="口令")
    if given:
        settings.SIGNING["password_file"] = keys.password_file(tmp_path, given)
    assert sentence in said() and "读不出来，请看口令对不对" in said()


@pytest.mark.parametrize("name", ["own.pem", "own.key"])
@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nxx\n"])
def test_a_file_that_is_no_key_and_no_certificate_is_told(
    settings: Settings, tmp_path: Path, name: str, content: bytes
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path)
    keys.written(tmp_path / name, content)
    assert f"{name}读不出来" in said()


def test_a_pkcs12_file_without_a_key_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING = keys.pkcs12_file(tmp_path)
    certificate = keys.certificate(keys.key("own"))
    without = keys.pkcs12.serialize_key_and_certificates(
        b"own", None, certificate, None, keys.serialization.NoEncryption()
    )
    keys.written(tmp_path / "own.p12", without)
    assert "是不是有私钥和证书的PKCS#12文件" in said()


def test_a_key_and_a_certificate_that_do_not_belong_together_are_told(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, other="another")
    assert "不是一对" in said()


@pytest.mark.parametrize(("begin", "end"), [(-400, -1), (1, 400)])
def test_a_certificate_outside_its_time_is_told(
    settings: Settings, tmp_path: Path, begin: int, end: int
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, begin, end)
    assert "不在有效期内" in said() and "现在不能公布" in said()


def test_a_certificate_that_ends_while_the_site_runs_signs_no_more(
    settings: Settings, tmp_path: Path, drawn: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, end=10)
    sign(drawn)
    later = configured.datetime.now(configured.UTC) + configured.timedelta(days=11)
    monkeypatch.setattr("disclosure.signing.pades._now", lambda: later)
    with pytest.raises(SigningError, match="不在有效期内"):
        sign(drawn)


def test_a_certificate_that_was_replaced_is_taken_at_the_next_try(
    settings: Settings, tmp_path: Path, drawn: bytes
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, -400, -1)
    with pytest.raises(SigningError):
        sign(drawn)
    keys.pem_files(tmp_path)
    sign(drawn)


@pytest.mark.parametrize(("end", "warned"), [(400, False), (61, False), (59, True), (1, True)])
def test_the_end_of_a_certificate_is_warned_of(
    settings: Settings, tmp_path: Path, end: int, warned: bool
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, end=end)
    assert ("到期，到期以后不能公布" in said()) == warned


def test_the_daily_command_says_so_and_does_its_work(
    db: None, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, end=20)
    call_command("record_heads", skip_checks=False)
    assert "到期以后不能公布" in capsys.readouterr().err
    settings.SIGNING = keys.pem_files(tmp_path, end=-1, begin=-20)
    configured._made.cache_clear()
    call_command("verify_chain", skip_checks=False, stdout=StringIO())
    assert "不在有效期内" in capsys.readouterr().err


def test_a_key_others_can_read_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING = keys.pem_files(tmp_path)
    (tmp_path / "own.key").chmod(0o644)
    assert "别人也能读" in said()


def test_a_certificate_that_may_not_sign_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING = keys.pem_files(tmp_path, uses=("key_cert_sign", "crl_sign"))
    assert "不是用来签名的" in said()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"certificate": "/nowhere/signer.pem"}, "没有签名用的文件"),
        ({"key": "/nowhere/signer.key"}, "没有签名用的文件"),
        ({"chain": "/nowhere/ca.pem"}, "没有签名用的文件"),
        ({"password_file": "/nowhere/password"}, "口令文件"),
        ({"by": "seals.nowhere.Service"}, "没有装"),
        ({"by": "pkcs11", "module": "/nowhere/lib.so"}, "没有密码设备的程序库"),
    ],
)
def test_what_is_missing_is_named(
    settings: Settings, tmp_path: Path, wrong: dict[str, str], sentence: str
) -> None:
    settings.SIGNING = keys.pem_files(tmp_path) | wrong
    assert sentence in said()


def test_nobody_signs_where_nothing_is_set() -> None:
    assert configured.signer() is None and said() == ""


# --- A token -------------------------------------------------------------------------------------------


def test_two_at_once_sign_with_one_token(
    authority: Path, settings: Settings, tmp_path: Path, drawn: bytes
) -> None:
    """All sessions of a process share one log-in; one that ends must not log the other out."""
    with keys.token(tmp_path, authority / "signer.key") as said:
        settings.SIGNING = keys.configured("pkcs11", authority, **said)
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(sign, [drawn] * 4))
    assert all(unsigned(each, chain.sha256(drawn)) == drawn for each in made)


def test_a_token_that_is_unplugged_is_told_and_found_again(
    authority: Path, settings: Settings, tmp_path: Path, drawn: bytes
) -> None:
    with keys.token(tmp_path, authority / "signer.key") as said:
        settings.SIGNING = keys.configured("pkcs11", authority, **said)
        sign(drawn)
        (tmp_path / "tokens").rename(tmp_path / "drawer")
        (tmp_path / "tokens").mkdir()
        keys.pkcs11.unload(keys.SOFTHSM)
        with pytest.raises(SigningError, match="设备插好没有"):
            sign(drawn)
        (tmp_path / "tokens").rmdir()
        (tmp_path / "drawer").rename(tmp_path / "tokens")
        sign(drawn)


@pytest.mark.parametrize(
    "wrong", [{"token": "another"}, {"key": "another"}, {"certificate": "", "key": "seal-key"}]
)
def test_what_is_not_in_the_token_is_told(
    authority: Path, settings: Settings, tmp_path: Path, drawn: bytes, wrong: dict[str, str]
) -> None:
    with keys.token(tmp_path, authority / "signer.key") as said:
        settings.SIGNING = keys.configured("pkcs11", authority, **{**said, **wrong})
        with pytest.raises(SigningError, match="密码设备用不了"):
            sign(drawn)


def test_a_library_that_is_none_is_told(settings: Settings, authority: Path, tmp_path: Path) -> None:
    library = keys.written(tmp_path / "lib.so", b"nonsense")
    settings.SIGNING = keys.configured("pkcs11", authority, module=library, certificate="", token="seal")
    assert "密码设备用不了" in said()


def test_a_key_in_a_token_that_is_not_the_certificates_is_told(
    settings: Settings, tmp_path: Path, authority: Path, drawn: bytes
) -> None:
    with keys.token(tmp_path, authority / "signer.key") as said:
        call_command("make_test_ca", tmp_path / "another", stdout=StringIO())
        settings.SIGNING = keys.configured("pkcs11", tmp_path / "another", **said)
        with pytest.raises(SigningError, match="不是一对"):
            sign(drawn)


def test_a_wrong_pin_is_tried_once_and_never_by_looking(
    authority: Path, settings: Settings, tmp_path: Path, drawn: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token locks itself after a few wrong ones."""
    monkeypatch.setattr("disclosure.signing.token._REFUSED", set())
    with keys.token(tmp_path, authority / "signer.key", pin="9999") as said:
        settings.SIGNING = keys.configured("pkcs11", authority, **said)
        assert configured.check_signing(None) == []
        with pytest.raises(SigningError, match="口令不对，请改口令文件"):
            sign(drawn)
        with pytest.raises(SigningError, match="没有再试"):
            sign(drawn)
        keys.password_file(tmp_path, keys.PIN)
        sign(drawn)


# --- A service -----------------------------------------------------------------------------------------

LATE = threading.Event()


class Service:
    """What stands in for a seal service: it adds its answer behind the file."""

    identity, until = "示例电子印章服务", None

    def sign(self, pdf: bytes) -> bytes:
        return pdf + b"\n% signed by the service\n%%EOF\n"


class Failing(Service):
    def sign(self, pdf: bytes) -> bytes:
        raise ConnectionResetError("the service hung up")


class Refusing(Service):
    def sign(self, pdf: bytes) -> bytes:
        raise SigningError("印章已经停用。")


class Hanging(Service):
    def sign(self, pdf: bytes) -> bytes:
        LATE.wait(30)
        return super().sign(pdf)


class Changing(Service):
    def sign(self, pdf: bytes) -> bytes:
        return b"%PDF-1.7 another file\n" + pdf


class Idle(Service):
    def sign(self, pdf: bytes) -> bytes:
        return pdf


class Unready(Service):
    def __init__(self) -> None:
        raise TimeoutError("no answer")


def service(name: str, folder: Path) -> dict[str, str]:
    return keys.configured(f"{__name__}.{name}", folder)


def test_a_service_of_the_government_plugs_in_by_its_name(
    settings: Settings, tmp_path: Path, drawn: bytes
) -> None:
    settings.SIGNING = service("Service", tmp_path)
    by = configured.signer()
    assert by is not None and by.identity == "示例电子印章服务"
    assert unsigned(sign(drawn), chain.sha256(drawn)) == drawn


TROUBLES = {
    "Failing": "签名没有做成：ConnectionResetError",
    "Refusing": "印章已经停用",
    "Hanging": "没有回音",
    "Changing": "没有加在文件后面",
    "Idle": "没有加在文件后面",
    "Unready": "签名没有做成：TimeoutError",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_cannot_be_signed_is_not_published_and_a_second_try_works(
    settings: Settings, tmp_path: Path, cast: Cast, trouble: str
) -> None:
    """The office reads why on the page where it published; the report stands as it stood."""
    settings.SIGNING, settings.SIGNING_TIMEOUT = service(trouble, tmp_path), 0.2
    report = people.approved(cast.education, cast.clerk)
    before = (Event.objects.count(), LedgerEntry.objects.count())
    browser = people.client_of(cast.supervisor)
    address = reverse("act", args=(report.pk, "publish"))
    asked = {"confirmed": "1", "revision": report.revision}
    answer = browser.post(address, asked)
    LATE.set()
    LATE.clear()
    assert answer.status_code == 422
    assert "没有公布。" in answer.content.decode() and TROUBLES[trouble] in answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.edition) == (State.APPROVED, 0)
    assert not Publication.objects.exists() and not EditionFile.objects.exists()
    assert (Event.objects.count(), LedgerEntry.objects.count()) == before
    settings.SIGNING, settings.SIGNING_TIMEOUT = service("Service", tmp_path), 60
    assert browser.post(address, asked).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.edition) == (State.PUBLISHED, 1)
    assert list(auditing.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_one_report_is_published_once_by_two_who_sign_at_the_same_time(
    settings: Settings, tmp_path: Path
) -> None:
    """Both have their file signed; one of them is told that the report has changed."""
    cast = people.build()
    settings.SIGNING = service("Together", tmp_path)
    report = people.approved(cast.education, cast.clerk)

    def publish(member: object) -> str:
        try:
            publishing.publish(Report.objects.get(pk=report.pk), member)  # type: ignore[arg-type]
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(publish, (cast.supervisor, cast.second_supervisor)))
    assert answers[0] == "" and "刚才有变动" in answers[1]
    assert (Publication.objects.count(), LedgerEntry.objects.count()) == (1, 1)
    assert list(auditing.faults()) == []


class Together(Service):
    """Answers when two have asked."""

    both = threading.Barrier(2)

    def sign(self, pdf: bytes) -> bytes:
        self.both.wait(30)
        return super().sign(pdf)
