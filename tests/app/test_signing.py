"""Signatures: valid by the word of another program, over exactly the bytes that were drawn, by whoever the site names."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from disclosure import chain, publishing
from disclosure.editions import PDF
from disclosure.signing import SigningError, unsigned
from disclosure.signing.configured import check_signing, signer
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast
from tests.page import editions

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "1234"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a test authority, a certificate and a key."""
    folder = tmp_path_factory.mktemp("authority")
    call_command("make_test_ca", folder, stdout=StringIO())
    return folder


@pytest.fixture
def by_file(authority: Path, settings: Settings) -> None:
    settings.SIGNING = configured("file", authority, key=str(authority / "signer.key"))


def configured(by: str, authority: Path, **said: str) -> dict[str, str]:
    """SIGNING as the environment would have it."""
    nothing = dict.fromkeys(("certificate", "key", "chain", "module", "token", "password_file"), "")
    files = {"certificate": str(authority / "signer.pem"), "chain": str(authority / "ca.pem")}
    return {"by": by, **nothing, **files, **said}


@pytest.fixture(scope="module")
def trusting(authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of certificates, as a reader has one, that trusts the test authority."""
    folder = tmp_path_factory.mktemp("nss")
    store = f"sql:{folder}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    command = ["certutil", "-A", "-d", store, "-n", "test", "-t", "CT,C,C", "-i", str(authority / "ca.pem")]
    subprocess.run(command, check=True)
    return folder


def judged(pdf: bytes, folder: Path, store: Path) -> str:
    """What pdfsig says of a file."""
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    command = ["pdfsig", "-nssdir", str(store), "-nss-pwd", "", str(file)]
    return subprocess.run(command, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """A PDF as it is drawn."""
    return editions.files("zero", "notice_2021_30")["report.pdf"]


def test_another_program_finds_the_signature_valid_and_the_certificate_trusted(
    by_file: None, drawn: bytes, trusting: Path, tmp_path: Path
) -> None:
    by = signer()
    assert by is not None and by.identity == "测试用电子印章，不作数"
    said = judged(by.sign(drawn), tmp_path, trusting)
    assert "Signature is Valid." in said and "Certificate is Trusted." in said
    assert "Total document signed" in said and "ETSI.CAdES.detached" in said


def test_a_server_with_an_event_loop_signs_as_well(by_file: None, drawn: bytes) -> None:
    by = signer()
    assert by is not None

    async def sign() -> bytes:
        return by.sign(drawn)

    assert unsigned(asyncio.run(sign()), chain.sha256(drawn)) == drawn


def test_a_changed_byte_shows(by_file: None, drawn: bytes, trusting: Path, tmp_path: Path) -> None:
    by = signer()
    assert by is not None
    signed = bytearray(by.sign(drawn))
    signed[len(drawn) // 2] ^= 1
    assert "Signature is Valid." not in judged(bytes(signed), tmp_path, trusting)


def test_what_was_drawn_is_the_beginning_of_what_was_signed(by_file: None, drawn: bytes) -> None:
    by = signer()
    assert by is not None
    signed = by.sign(drawn)
    assert unsigned(signed, chain.sha256(drawn)) == drawn
    with pytest.raises(ValueError, match="no part"):
        unsigned(signed, chain.sha256(b"another"))


def test_an_edition_is_published_signed_and_drawn_again_unsigned(
    by_file: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, drawn: bytes
) -> None:
    def files(*what: object) -> dict[str, bytes]:
        return {"report.pdf": drawn, "report.html": b"<article class='official'></article>"}

    monkeypatch.setattr("disclosure.publishing.edition_files", files)
    report = people.approved(cast.education, cast.clerk)
    publishing.publish(report, cast.supervisor)
    edition = report.current
    assert edition is not None
    file = edition.files.get(name=PDF)
    assert file.sha256 != file.unsigned_sha256 == chain.sha256(drawn)
    out = StringIO()
    call_command("rebuild_edition", edition.code, stdout=out)
    assert "不同" not in out.getvalue()


def test_both_standards_are_kept(by_file: None, drawn: bytes, tmp_path: Path) -> None:
    from tests.page.validating import verdicts

    by = signer()
    assert by is not None
    (tmp_path / "signed.pdf").write_bytes(by.sign(drawn))
    assert [verdict["faults"] for verdict in verdicts([tmp_path / "signed.pdf"])] == ["{}", "{}"]


# --- What is wrong with a set-up -----------------------------------------------------------------------


def test_nobody_signs_where_nothing_is_set() -> None:
    assert signer() is None and check_signing(None) == []


def test_a_key_others_can_read_is_refused(authority: Path, settings: Settings, tmp_path: Path) -> None:
    key = tmp_path / "open.key"
    shutil.copy(authority / "signer.key", key)
    key.chmod(0o644)
    settings.SIGNING = configured("file", authority, key=str(key))
    (error,) = check_signing(None)
    assert "别人也能读" in error.msg


def test_a_certificate_that_may_not_sign_is_refused(authority: Path, settings: Settings) -> None:
    settings.SIGNING = configured(
        "file", authority, key=str(authority / "signer.key"), certificate=str(authority / "ca.pem")
    )
    (error,) = check_signing(None)
    assert "不是用来签名的" in error.msg


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"certificate": "/nowhere/signer.pem"}, "没有签名用的文件"),
        ({"password_file": "/nowhere/password"}, "口令文件"),
    ],
)
def test_what_is_missing_is_named(
    authority: Path, settings: Settings, said: dict[str, str], sentence: str
) -> None:
    settings.SIGNING = configured("file", authority, key=str(authority / "signer.key")) | said
    (error,) = check_signing(None)
    assert sentence in error.msg


def test_what_cannot_be_signed_is_not_published(authority: Path, settings: Settings, cast: Cast) -> None:
    settings.SIGNING = configured("file", authority, key="/nowhere/key")
    report = people.approved(cast.education, cast.clerk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("disclosure.publishing.edition_files", people.quick_files)
        with pytest.raises(Refused, match="没有公布。没有签名用的文件"):
            publishing.publish(report, cast.clerk)
    assert not report.publications.exists()


def test_the_test_authority_overwrites_nothing(authority: Path) -> None:
    before = (authority / "signer.key").read_bytes()
    with pytest.raises(CommandError, match="已经有了"):
        call_command("make_test_ca", authority)
    assert (authority / "signer.key").read_bytes() == before
    assert (authority / "signer.key").stat().st_mode & 0o077 == 0


# --- A service of the government -----------------------------------------------------------------------


class SealService:
    """What stands in for a seal service: it adds its answer behind the file."""

    identity = "示例电子印章服务"

    def sign(self, pdf: bytes) -> bytes:
        if not pdf.startswith(b"%PDF"):
            raise SigningError("不是PDF。")
        return pdf + b"\n% signed by the service\n%%EOF\n"


def test_a_service_of_the_government_plugs_in_by_its_name(
    authority: Path, settings: Settings, drawn: bytes
) -> None:
    settings.SIGNING = configured(f"{__name__}.SealService", authority)
    by = signer()
    assert by is not None and by.identity == "示例电子印章服务"
    assert unsigned(by.sign(drawn), chain.sha256(drawn)) == drawn


def test_a_service_that_is_not_there_is_told(authority: Path, settings: Settings) -> None:
    settings.SIGNING = configured("seals.nowhere.Service", authority)
    (error,) = check_signing(None)
    assert "没有装" in error.msg


# --- A token -------------------------------------------------------------------------------------------


@pytest.fixture
def token(authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A software token that holds the key."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    own = os.environ | {"SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}

    def run(*arguments: str) -> None:
        command = ["softhsm2-util", "--token", "seal", *arguments]
        subprocess.run(command, env=own, check=True, capture_output=True)

    run("--init-token", "--free", "--label", "seal", "--pin", PIN, "--so-pin", PIN)
    run("--import", str(authority / "signer.key"), "--label", "seal-key", "--id", "01", "--pin", PIN)
    yield "seal"


def test_a_key_in_a_token_signs(
    token: str, authority: Path, settings: Settings, tmp_path: Path, drawn: bytes, trusting: Path
) -> None:
    pin = tmp_path / "pin"
    pin.write_text(PIN)
    said = {"module": SOFTHSM, "token": token, "key": "seal-key", "password_file": str(pin)}
    settings.SIGNING = configured("pkcs11", authority, **said)
    by = signer()
    assert by is not None
    assert re.search("Signature is Valid", judged(by.sign(drawn), tmp_path, trusting))


def test_a_wrong_pin_is_told(token: str, authority: Path, settings: Settings, tmp_path: Path) -> None:
    pin = tmp_path / "wrong"
    pin.write_text("9999")
    said = {"module": SOFTHSM, "token": token, "key": "seal-key", "password_file": str(pin)}
    settings.SIGNING = configured("pkcs11", authority, **said)
    (error,) = check_signing(None)
    assert "密码设备打不开" in error.msg
