"""Keys, certificates and tokens of the tests, and SIGNING as the environment would have it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "1234"
_USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def configured(by: str, folder: Path, **said: str) -> dict[str, str]:
    """SIGNING with the certificate and the authority of a folder as `make_test_ca` writes it."""
    nothing = dict.fromkeys(("certificate", "key", "chain", "module", "token", "password_file"), "")
    files = {"certificate": str(folder / "signer.pem"), "chain": str(folder / "ca.pem")}
    return {"by": by, **nothing, **files, **said}


@cache
def key(name: str) -> ec.EllipticCurvePrivateKey:
    """A key of this name; quick to make."""
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    of: ec.EllipticCurvePrivateKey,
    begin: int = -1,
    end: int = 365,
    uses: tuple[str, ...] = ("digital_signature",),
) -> x509.Certificate:
    """A certificate that signs itself, from `begin` to `end` in days from now."""
    now, name = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例市教育局")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(of.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=begin))
        .not_valid_after(now + timedelta(days=end))
        .add_extension(x509.KeyUsage(**{use: use in uses for use in _USES}), critical=True)
        .sign(of, hashes.SHA256())
    )


def pem_files(
    folder: Path,
    begin: int = -1,
    end: int = 365,
    password: str = "",
    other: str = "own",
    uses: tuple[str, ...] = ("digital_signature",),
) -> dict[str, str]:
    """SIGNING with a key and a certificate as PEM files; the certificate is that of the key `other`."""
    pem = serialization.Encoding.PEM
    secret = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    own = key("own").private_bytes(pem, serialization.PrivateFormat.PKCS8, secret)
    cert = certificate(key(other), begin, end, uses).public_bytes(pem)
    files = {"certificate": written(folder / "own.pem", cert), "key": written(folder / "own.key", own)}
    return configured("file", folder, chain="", **files)


def pkcs12_file(folder: Path, password: str = "") -> dict[str, str]:
    """SIGNING with both in one PKCS#12 file."""
    secret = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    both = pkcs12.serialize_key_and_certificates(b"own", key("own"), certificate(key("own")), None, secret)
    return configured("file", folder, chain="", certificate=written(folder / "own.p12", both))


def password_file(folder: Path, password: str) -> str:
    """The path of a file with a password."""
    return written(folder / "password", f"{password}\n".encode())


def written(file: Path, content: bytes) -> str:
    """Write what only its owner may read."""
    file.write_bytes(content)
    file.chmod(0o600)
    return str(file)


@contextmanager
def token(folder: Path, private: Path, pin: str = PIN) -> Iterator[dict[str, str]]:
    """A software token that holds a key, as SIGNING names it."""
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}/tokens\n")
    with patch.dict(os.environ, {"SOFTHSM2_CONF": str(settings)}):
        _softhsm("--init-token", "--free", "--label", "seal", "--pin", PIN, "--so-pin", PIN)
        _softhsm("--import", str(private), "--label", "seal-key", "--id", "01", "--pin", PIN)
        said = {"module": SOFTHSM, "token": "seal", "key": "seal-key"}
        try:
            yield said | {"password_file": password_file(folder, pin)}
        finally:
            pkcs11.unload(SOFTHSM)  # the next token lies in another folder


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", "--token", "seal", *arguments], check=True, capture_output=True)
