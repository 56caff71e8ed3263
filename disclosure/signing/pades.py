"""PAdES signatures (ETSI EN 319 142-1, level B-B) by pyHanko, with a key in a file or in a PKCS#11 token.

Invisible, because a visible signature field is no part of the structure of the text and breaks PDF/UA-1; the seal is a
picture of the document itself. Nothing is fetched: no time stamp, no revocation list.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from . import SigningError

FIELD = "Signature"
REASON = "公布政府信息公开工作年度报告"
_USES = {"digital_signature", "non_repudiation"}


class FileSigner:
    """A key and a certificate in PEM files, or both in one PKCS#12 file. Raises SigningError for unusable ones."""

    def __init__(self, certificate: Path, key: Path | None, chain: Path | None, password: str) -> None:
        for file in filter(None, (certificate, key, chain)):
            if not file.is_file():
                raise SigningError(f"没有签名用的文件{file}。")
        _check_private(key or certificate)
        secret = password.encode() or None
        if key is None:
            self._signer = signers.SimpleSigner.load_pkcs12(str(certificate), passphrase=secret)  # type: ignore[no-untyped-call]
        else:
            others = (str(chain),) if chain else ()
            self._signer = signers.SimpleSigner.load(  # type: ignore[no-untyped-call]
                str(key), str(certificate), ca_chain_files=others, key_passphrase=secret
            )
        if self._signer is None:
            raise SigningError(f"{key or certificate}读不出来，请看口令对不对。")
        check_certificate(self._signer.signing_cert)
        self.identity = _subject(self._signer.signing_cert)

    def sign(self, pdf: bytes) -> bytes:
        """The file with a signature behind it. Raises SigningError."""
        return _signed(pdf, self._signer)


@dataclass(frozen=True)
class Token:
    """A PKCS#11 token: the library that speaks to it, its label, its PIN, and the label of key and certificate."""

    library: Path
    label: str
    pin: str
    key: str
    certificate: Path | None = None
    chain: Path | None = None


class TokenSigner:
    """A key that never leaves its token; a session is opened for each signature. Raises SigningError."""

    def __init__(self, token: Token) -> None:
        self._token = token
        with self._session() as signer:
            check_certificate(signer.signing_cert)
            self.identity = _subject(signer.signing_cert)

    def sign(self, pdf: bytes) -> bytes:
        """The file with a signature behind it. Raises SigningError."""
        with self._session() as signer:
            return _signed(pdf, signer)

    @contextmanager
    def _session(self) -> Iterator[Any]:
        from pkcs11 import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        token = self._token
        try:
            session = open_pkcs11_session(
                str(token.library), token_criteria=TokenCriteria(label=token.label), user_pin=token.pin
            )
        except (PKCS11Error, OSError, RuntimeError) as error:
            raise SigningError(
                f"签名用的密码设备打不开：{type(error).__name__}。请看设备、标签和口令。"
            ) from error
        with session:
            own = load_cert_from_pemder(str(token.certificate)) if token.certificate else None  # type: ignore[no-untyped-call]
            chain = list(load_certs_from_pemder([str(token.chain)])) if token.chain else []  # type: ignore[no-untyped-call]
            yield PKCS11Signer(
                session,
                cert_label=None if own else token.key,
                signing_cert=own,
                key_label=token.key,
                ca_chain=chain,
            )


def check_certificate(certificate: Certificate) -> None:
    """Whether a certificate may sign today. Raises SigningError."""
    now = datetime.now(UTC)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        until = f"{certificate.not_valid_before:%Y-%m-%d}至{certificate.not_valid_after:%Y-%m-%d}"
        raise SigningError(f"签名证书不在有效期内（{until}）。")
    uses = certificate.key_usage_value
    if uses is not None and not _USES & uses.native:
        raise SigningError("签名证书不是用来签名的（缺少数字签名或抗抵赖用途）。")


def _check_private(key: Path) -> None:
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SigningError(f"{key}别人也能读。请只让运行网站的账号读：chmod 600。")


def _subject(certificate: Certificate) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def _signed(pdf: bytes, signer: Any) -> bytes:
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=REASON,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=-1, box=(0, 0, 0, 0)))
    target = io.BytesIO()
    try:
        # pyHanko runs an event loop of its own, which no thread that has one already may do.
        with ThreadPoolExecutor(max_workers=1) as own:
            own.submit(signers.PdfSigner(metadata, signer).sign_pdf, writer, output=target).result()
    except (
        Exception
    ) as error:  # whatever a device or a library says, nothing unsigned is published in its place
        raise SigningError(f"签名没有做成：{type(error).__name__}。") from error
    return target.getvalue()
