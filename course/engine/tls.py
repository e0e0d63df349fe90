"""Certificates for an engine that is reached over TCP: a throw-away authority, a server, a client."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = datetime.timedelta(days=7)

# Python 3.13 refuses an authority that does not say so (VERIFY_X509_STRICT, RFC 5280).
SIGNS_CERTIFICATES = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=False,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


def make_certificates() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """(server files, client files), each {file name: PEM}: ca.pem, cert.pem and key.pem.

    The authority's own key is forgotten at once, so nobody can sign another client.
    """
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _sign("container-lifecycle authority", ca_key, None, ca_key, None)
    files = []
    for name, usage in (
        ("engine", ExtendedKeyUsageOID.SERVER_AUTH),
        ("learner", ExtendedKeyUsageOID.CLIENT_AUTH),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _sign(name, key, usage, ca_key, ca)
        files.append({"ca.pem": _pem(ca), "cert.pem": _pem(certificate), "key.pem": _key_pem(key)})
    return files[0], files[1]


def write_private(folder: Path, files: dict[str, bytes]) -> None:
    """Write files that only their owner can read."""
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(content)


def _sign(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    usage: x509.ObjectIdentifier | None,
    ca_key: ec.EllipticCurvePrivateKey,
    ca: x509.Certificate | None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(ca.subject if ca else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks of a VM and its host differ a little
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=ca is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
    )
    if ca is None:
        builder = builder.add_extension(SIGNS_CERTIFICATES, critical=True)
    if usage is not None:
        here = x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
        )
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False).add_extension(
            here, critical=False
        )
    return builder.sign(ca_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
