package io.scorta.engine.loop;

/// What a cache holds and has done, at one moment or nearly so.
public record CacheFigures(
    long usedMemoryBytes,
    long memoryBytesMax,
    long keys,
    long connections,
    long connectionsReceived,
    long connectionsRejected,
    long commands,
    long hits,
    long misses,
    long expired,
    long evictions,
    long inputBytes,
    long outputBytes) {}
