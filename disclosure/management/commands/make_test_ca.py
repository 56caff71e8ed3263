"""make_test_ca: an authority, a certificate and a key for development, plainly marked as a test."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

YEARS = 2
_NAMES = {"ca": "测试用根证书，不作数", "signer": "测试用电子印章，不作数"}


class Command(BaseCommand):
    """Writes ca.pem, signer.pem and signer.key into a folder. Exit code 2 where one of them is there already."""

    help = "Make a test authority and a signing certificate for development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        files = {name: folder / name for name in ("ca.pem", "signer.pem", "signer.key")}
        if present := [file for file in files.values() if file.exists()]:
            raise CommandError(f"{present[0]}已经有了，没有动。", returncode=2)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _made().items():
            files[name].touch(mode=0o600)
            files[name].write_bytes(content)
        self.stdout.write("只用于试验。这样设：")
        self.stdout.write(
            f"SIGNING=file SIGNING_CERTIFICATE={files['signer.pem'].resolve()} "
            f"SIGNING_KEY={files['signer.key'].resolve()} SIGNING_CHAIN={files['ca.pem'].resolve()}"
        )


def _made() -> dict[str, bytes]:
    """The three files, as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    authority, own = (rsa.generate_private_key(65537, 3072) for _ in range(2))
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return {
        "ca.pem": _certificate("ca", authority, authority).public_bytes(pem),
        "signer.pem": _certificate("signer", own, authority).public_bytes(pem),
        "signer.key": own.private_bytes(pem, pkcs8, plain),
    }


def _certificate(kind: str, own: Any, authority: Any) -> Any:
    """A certificate for one key by another; its own for the authority (RFC 5280)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    begin, ca = datetime.now(UTC) - timedelta(days=1), kind == "ca"
    uses = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name(_NAMES[kind]))
        .issuer_name(name(_NAMES["ca"]))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca, 0 if ca else None), critical=True)
        .add_extension(uses, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
        )
        .sign(authority, hashes.SHA256())
    )
