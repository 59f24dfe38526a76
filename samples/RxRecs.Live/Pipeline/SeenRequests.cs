using RxRecs.Live.Messages;
using RxRecs.Machines;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// The newest requests that had a key, so that what is sent again counts once, also after a restart. Of a request of
/// which the log has some messages alone, those that come later count; of another request under its key, none.
/// </summary>
internal sealed class SeenRequests(int most)
{
    private readonly NewestEntries<UInt128, Seen> _requests = new(most);

    /// <summary>Is told of each request that was not there.</summary>
    public Action<UInt128, ulong> OnNew { get; set; } = (_, _) => { };

    /// <summary>Takes a message; false where it does not count.</summary>
    public bool Take(in RequestPart part)
    {
        if (!_requests.TryGet(part.Request, out var seen))
        {
            seen = new Seen(part.Body, NoneOf(part.Count));
            Add(part.Request, seen);
        }

        return seen.Body == part.Body && seen.Take(part.Place);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_requests.Count);
        foreach (var (request, seen) in _requests.OldestFirst)
        {
            writer.WriteInt64((long)(ulong)(request >> 64));
            writer.WriteInt64((long)(ulong)request);
            writer.WriteInt64((long)seen.Body);
            writer.WriteCount(seen.Missing.Length);
            foreach (var missing in seen.Missing)
            {
                writer.WriteInt64((long)missing);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _requests.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var request = new UInt128((ulong)reader.ReadInt64(), (ulong)reader.ReadInt64());
            var body = (ulong)reader.ReadInt64();
            var missing = new ulong[reader.ReadCount()];
            for (var i = 0; i < missing.Length; i++)
            {
                missing[i] = (ulong)reader.ReadInt64();
            }

            Add(request, new Seen(body, missing));
        }
    }

    /// <summary>Makes the bits of the places that are missing: all of them.</summary>
    private static ulong[] NoneOf(int count)
    {
        var missing = new ulong[(count + 63) / 64];
        Array.Fill(missing, ulong.MaxValue);
        missing[^1] >>= (64 - (count % 64)) % 64;
        return missing;
    }

    private void Add(UInt128 request, Seen seen)
    {
        _requests.Add(request, seen);
        OnNew(request, seen.Body);
    }

    /// <summary>A request, with a bit for each place that is missing; without any once it is whole.</summary>
    private sealed class Seen(ulong body, ulong[] missing)
    {
        public ulong Body => body;

        public ulong[] Missing { get; private set; } = missing;

        public bool Take(int place)
        {
            var (word, bit) = (place / 64, 1UL << (place % 64));
            if (word >= Missing.Length || (Missing[word] & bit) == 0)
            {
                return false;
            }

            Missing[word] &= ~bit;
            if (Array.TrueForAll(Missing, each => each == 0))
            {
                Missing = [];
            }

            return true;
        }
    }
}
