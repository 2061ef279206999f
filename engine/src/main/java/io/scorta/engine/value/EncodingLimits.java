package io.scorta.engine.value;

/// Up to where a collection stays in one small block; the names are those of the parameters.
///
/// The last two limit the blocks of streams; 0 is for no limit. `listListpackSize` is positive for
/// a count of elements, or -1 to -5 for 4 to 64 KiB.
public record EncodingLimits(
    int hashListpackEntries,
    int hashListpackValue,
    int listListpackSize,
    int setIntsetEntries,
    int setListpackEntries,
    int setListpackValue,
    int zsetListpackEntries,
    int zsetListpackValue,
    int streamNodeBytes,
    int streamNodeEntries) {
  public static final EncodingLimits DEFAULT =
      new EncodingLimits(512, 64, -2, 512, 128, 64, 128, 64, 4096, 100);
}
