using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Sets how much is remembered of the past, so that it can be changed.</summary>
/// <remarks>
/// The past is kept in segments of <see cref="MaxEvents"/> / <see cref="Segments"/> events, each with the saved state
/// from which it began. A change is made by learning again what came since the beginning of the first segment that it
/// concerns. More segments make changes of what is new faster, and cost a saved state each.
/// </remarks>
public sealed record ErasureOptions
{
    /// <summary>
    /// Limits how many events, the newest, can be taken back or moved; 1,000,000 unless given. At the bound
    /// the oldest segment goes: its events stay in what has been learned, and are counted for their users.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxEvents { get; init => field = OptionValue.AtLeast(value, 2); } = 1_000_000;

    /// <summary>Tells into how many segments the events are divided; 4 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 1,000.</exception>
    public int Segments { get; init => field = OptionValue.Between(value, 2, 1_000); } = 4;

    /// <summary>
    /// Limits how many users have their events counted once these are no longer among the newest; 1,000,000 unless
    /// given. Those of further users are counted as a whole.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Limits how many guests, and how many visits, are remembered as parts of accounts; 100,000 unless given. At the
    /// bound the one merged the longest ago goes: events that still come under its old name count as those of a guest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxMerges { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>Tells how keys, items and events are saved; null, the built-in codecs, unless given.</summary>
    public SnapshotCodecs? Codecs { get; init; }

    /// <summary>
    /// Gives what is called again and again, by the thread that learns, while a segment's state is saved or a change is
    /// made; null for nothing. It may ask for lists, which are those from before the event or the change, and must
    /// neither learn nor change anything, nor throw.
    /// </summary>
    public Action? WhileBusy { get; init; }

    internal int SegmentSize => Math.Max(1, MaxEvents / Segments);
}
