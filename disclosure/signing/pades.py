"""PAdES signatures (ETSI EN 319 142-1, level B-B) by pyHanko, and a signer with a key in a file.

Invisible, because a visible signature field is no part of the structure of the text and breaks PDF/UA-1; the seal is a
picture of the document itself. Nothing is fetched: no time stamp, no revocation list.
"""

from __future__ import annotations

import io
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

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
        if key is None:
            self._signer = _from_pkcs12(certificate, password)
        else:
            self._signer = _from_pem(key, certificate, chain, password)
        _check_pair(self._signer)
        check_certificate(self._signer.signing_cert)
        self.identity = subject(self._signer.signing_cert)
        self.until: datetime | None = self._signer.signing_cert.not_valid_after

    def sign(self, pdf: bytes) -> bytes:
        """The file with a signature behind it. Raises SigningError."""
        return signed(pdf, self._signer)


def _from_pkcs12(file: Path, password: str) -> Any:
    try:
        return signers.SimpleSigner.load_pkcs12_data(
            file.read_bytes(), other_certs=(), passphrase=password.encode() or None
        )
    except (OSError, ValueError, AttributeError) as error:
        raise SigningError(f"{file}读不出来，请看口令对不对，是不是有私钥和证书的PKCS#12文件。") from error


def _from_pem(key: Path, certificate: Path, chain: Path | None, password: str) -> Any:
    from pyhanko.keys import load_private_key_from_pemder
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        own = load_private_key_from_pemder(str(key), password.encode() or None)
    except (OSError, ValueError, TypeError) as error:
        raise SigningError(f"私钥{key}读不出来，请看口令对不对。") from error
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates(chain) if chain else [])
    return signers.SimpleSigner(
        signing_cert=certificate_in(certificate), signing_key=own, cert_registry=store
    )


def certificate_in(file: Path) -> Certificate:
    """The certificate in a file. Raises SigningError."""
    try:
        return load_cert_from_pemder(str(file))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SigningError(f"证书{file}读不出来。") from error


def certificates(file: Path) -> list[Certificate]:
    """The certificates of the authorities in a file. Raises SigningError."""
    try:
        return list(load_certs_from_pemder([str(file)]))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SigningError(f"证书{file}读不出来。") from error


def _check_private(key: Path) -> None:
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SigningError(f"{key}别人也能读。请只让运行网站的账号读：chmod 600。")


def _check_pair(signer: Any) -> None:
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

    own = load_der_private_key(signer.signing_key.dump(), None).public_key()
    if own != load_der_public_key(signer.signing_cert.public_key.dump()):
        raise SigningError("私钥和证书不是一对，签出来的名验证不了。")


def check_certificate(certificate: Certificate) -> None:
    """Whether a certificate may sign today. Raises SigningError."""
    now = _now()
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        until = f"{certificate.not_valid_before:%Y-%m-%d}至{certificate.not_valid_after:%Y-%m-%d}"
        raise SigningError(f"签名证书不在有效期内（{until}）。")
    uses = certificate.key_usage_value
    if uses is not None and not _USES & uses.native:
        raise SigningError("签名证书不是用来签名的（缺少数字签名或抗抵赖用途）。")


def _now() -> datetime:
    return datetime.now(UTC)


def subject(certificate: Certificate) -> str:
    """Whose certificate it is, in words."""
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def signed(pdf: bytes, signer: Any) -> bytes:
    """The file with a signature behind it that holds by its certificate today. Raises SigningError."""
    check_certificate(signer.signing_cert)
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
    signers.PdfSigner(metadata, signer).sign_pdf(writer, output=target)
    if not _holds(target):
        raise SigningError("签出来的名验证不了：私钥和证书不是一对。")
    return target.getvalue()


def _holds(file: io.BytesIO) -> bool:
    """Whether the signature was made by the key of its certificate, over these bytes."""
    made = PdfFileReader(file).embedded_signatures[0]
    sound = validate_sig_integrity(
        made.signer_info, made.signer_cert, expected_content_type="data", actual_digest=made.compute_digest()
    )
    return all(sound)
