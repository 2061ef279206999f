package io.scorta.control.network;

import java.time.Instant;

/// A key with which somebody logs in to instances: the public half, under a name of the account.
///
/// The private half was told once, or never known here. The fingerprint is AWS's: the SHA-1 of the
/// private key for RSA made here, the MD5 of the public key for imported RSA, OpenSSH's SHA-256 for
/// Ed25519.
public record KeyPair(
    String id, String name, String type, String fingerprint, String publicKey, Instant createdAt) {}
