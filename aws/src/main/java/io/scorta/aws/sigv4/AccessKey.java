package io.scorta.aws.sigv4;

/// A pair of key id and secret, and the account that it speaks for.
public record AccessKey(String id, Secret secret, String account) {}
