"""Signatures: valid by the word of another program, over exactly the bytes that were drawn, by whoever the site names."""

from __future__ import annotations

import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from disclosure import chain, publishing
from disclosure.editions import PDF
from disclosure.signing import unsigned
from disclosure.signing.configured import signed, signer
from tests import cast as people
from tests import keys
from tests.cast import Cast
from tests.keys import configured
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
    said = judged(signed(drawn, by), tmp_path, trusting)
    assert "Signature is Valid." in said and "Certificate is Trusted." in said
    assert "Total document signed" in said and "ETSI.CAdES.detached" in said


def test_a_server_with_an_event_loop_signs_as_well(by_file: None, drawn: bytes) -> None:
    by = signer()
    assert by is not None

    async def sign() -> bytes:
        return signed(drawn, by)

    # A thread without a loop of its own: a browser's test may have left one in this.
    with ThreadPoolExecutor(1) as server:
        made = server.submit(asyncio.run, sign()).result()
    assert unsigned(made, chain.sha256(drawn)) == drawn


def test_a_changed_byte_shows(by_file: None, drawn: bytes, trusting: Path, tmp_path: Path) -> None:
    by = signer()
    assert by is not None
    changed = bytearray(signed(drawn, by))
    changed[len(drawn) // 2] ^= 1
    assert "Signature is Valid." not in judged(bytes(changed), tmp_path, trusting)


def test_what_was_drawn_is_the_beginning_of_what_was_signed(by_file: None, drawn: bytes) -> None:
    by = signer()
    assert by is not None
    made = signed(drawn, by)
    assert unsigned(made, chain.sha256(drawn)) == drawn
    with pytest.raises(ValueError, match="no part"):
        unsigned(made, chain.sha256(b"another"))


def test_an_edition_is_published_signed_and_drawn_again_unsigned(
    by_file: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, drawn: bytes
) -> None:
    def files(*what: Any) -> dict[str, bytes]:
        return {**people.quick_files(*what), "report.pdf": drawn}

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
    (tmp_path / "signed.pdf").write_bytes(signed(drawn, by))
    assert [verdict["faults"] for verdict in verdicts([tmp_path / "signed.pdf"])] == ["{}", "{}"]


def test_the_test_authority_overwrites_nothing(authority: Path) -> None:
    before = (authority / "signer.key").read_bytes()
    with pytest.raises(CommandError, match="已经有了"):
        call_command("make_test_ca", authority)
    assert (authority / "signer.key").read_bytes() == before
    assert (authority / "signer.key").stat().st_mode & 0o077 == 0


# --- A token -------------------------------------------------------------------------------------------


def test_a_key_in_a_token_signs(
    authority: Path, settings: Settings, tmp_path: Path, drawn: bytes, trusting: Path
) -> None:
    with keys.token(tmp_path, authority / "signer.key") as said:
        settings.SIGNING = configured("pkcs11", authority, **said)
        by = signer()
        assert by is not None
        assert "Signature is Valid." in judged(signed(drawn, by), tmp_path, trusting)
