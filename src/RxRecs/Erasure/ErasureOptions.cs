using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Configures how much is remembered of the past, so that it can be changed.</summary>
/// <remarks>
/// The past is kept in segments of <see cref="MaxEvents"/> / <see cref="Segments"/> events, each with the saved state
/// from which it began. A change is made by learning again what came since the beginning of the first segment that it
/// concerns. More segments make changes of what is new faster, and cost a saved state each.
/// </remarks>
public sealed record ErasureOptions
{
    /// <summary>
    /// Gets the maximum number of events, the newest, that can be taken back or moved. The default is 1,000,000. At the
    /// bound the oldest segment goes: its events stay in what has been learned, and are counted for their users.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxEvents { get; init => field = OptionValue.AtLeast(value, 2); } = 1_000_000;

    /// <summary>Gets the number of segments that the events are divided into. The default is 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 1,000.</exception>
    public int Segments { get; init => field = OptionValue.Between(value, 2, 1_000); } = 4;

    /// <summary>
    /// Gets the maximum number of users who have their events counted once these are no longer among the newest. The
    /// default is 1,000,000. Those of further users are counted as a whole.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of guests, and of visits, that are remembered as parts of accounts. The default is
    /// 100,000. At the bound the one merged the longest ago goes: events that still come under its old name count as
    /// those of a guest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxMerges { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>
    /// Gets the codecs by which keys, items and events are saved. The default is null, for the built-in codecs.
    /// </summary>
    public SnapshotCodecs? Codecs { get; init; }

    /// <summary>
    /// Gets the action that is called again and again, by the thread that learns, while a segment's state is saved or a
    /// change is made; null for nothing. It may ask for lists, which are those from before the event or the change, and
    /// must neither learn nor change anything, nor throw.
    /// </summary>
    public Action? OnProgress { get; init; }

    internal int SegmentSize => Math.Max(1, MaxEvents / Segments);
}
