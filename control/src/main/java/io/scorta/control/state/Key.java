package io.scorta.control.state;

/// Where a record is found: account, kind and id. Ids are unique within their account and kind.
public record Key<T extends Record>(String account, Kind<T> kind, String id) {}
