using System.Buffers;
using System.Text.Json;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// A list whose items are JSON from the beginning. It is made anew where it lies, by one thread, and read by every
/// other without a lock: what is copied while it was written is copied again.
/// </summary>
/// <remarks>
/// A list lives for seconds, which is what a collection of memory by generations is worst at: a new one each time was
/// most of what survived a collection. A hundred thousand lists are looked through by every collection of all memory,
/// so each consists of few objects.
/// </remarks>
internal sealed class CachedList
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static List<int>? _places;

    // Odd while the list is written.
    private int _turn;
    private int _count;
    private Id[] _items = [];
    private int[] _ends = [];
    private byte[] _json = [];
    private ListHead _head;
    private long _made;
    private long _version;
    private bool _isOutdated;

    /// <summary>Makes a list.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="version">Up to which change of an item it is right.</param>
    public CachedList(in ListContent content, long version = 0) => Renew(content, version);

    /// <summary>Gives the items, best first; some of them of another list while it is written.</summary>
    public ReadOnlySpan<Id> Items
    {
        get
        {
            var items = _items;
            return items.AsSpan(0, Math.Min(_count, items.Length));
        }
    }

    /// <summary>Tells when it was made, in ticks of UTC.</summary>
    public long MadeTicks => Volatile.Read(ref _made);

    /// <summary>Tells whether the user has had an event since.</summary>
    public bool IsOutdated
    {
        get => Volatile.Read(ref _isOutdated);
        set => Volatile.Write(ref _isOutdated, value);
    }

    /// <summary>Tells up to which change of an item the list is known to be right.</summary>
    public long Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>Makes the list anew; by one thread at a time.</summary>
    /// <param name="content">What it says now.</param>
    /// <param name="version">Up to which change of an item it is right.</param>
    public void Renew(in ListContent content, long version)
    {
        var ends = _places ??= [];
        var json = Write(content.Items, ends);
        Volatile.Write(ref _turn, _turn + 1);
        Volatile.WriteBarrier();
        _count = content.Items.Count;
        (_items, _ends, _json) = (Room(_items, _count), Room(_ends, _count), Room(_json, Rounded(json.Length)));
        for (var i = 0; i < _count; i++)
        {
            _items[i] = content.Items[i].Item;
        }

        ends.CopyTo(_ends);
        json.CopyTo(_json);
        _head = new(content.Notice, content.AsOf, content.Made, content.IsComplete);
        _made = content.Made.UtcTicks;
        (_version, _isOutdated) = (version, false);
        Volatile.Write(ref _turn, _turn + 1);
    }

    /// <summary>Copies the list, all of it as of one moment.</summary>
    /// <param name="count">The number of items, at the most.</param>
    /// <param name="output">Takes the items as JSON, with commas between and without the brackets of a list.</param>
    /// <returns>What it says beside.</returns>
    public ListHead Copy(int count, IBufferWriter<byte> output)
    {
        // The writer needs microseconds, unless the system has just put it aside.
        var wait = default(SpinWait);
        while (true)
        {
            var turn = Volatile.Read(ref _turn);
            var (head, length) = (_head, CopyItems(count, output));
            Volatile.ReadBarrier();
            if ((turn & 1) == 0 && turn == Volatile.Read(ref _turn))
            {
                output.Advance(length);
                return head;
            }

            wait.SpinOnce();
        }
    }

    /// <summary>Copies what may be of two lists, and makes no more of it than that.</summary>
    private int CopyItems(int count, IBufferWriter<byte> output)
    {
        var (json, ends) = (_json, _ends);
        var shown = Math.Min(count, Math.Min(_count, ends.Length));
        var length = shown == 0 ? 0 : Math.Min(ends[shown - 1], json.Length);
        json.AsSpan(0, length).CopyTo(output.GetSpan(length));
        return length;
    }

    // A list that is a little longer than the one before finds room.
    private static int Rounded(int length) => (length + 255) & ~255;

    private static T[] Room<T>(T[] room, int count) => room.Length >= count ? room : new T[count];

    private static ReadOnlySpan<byte> Write(IReadOnlyList<ListItem> items, List<int> ends)
    {
        var buffer = _buffer ??= new(4_096);
        buffer.ResetWrittenCount();
        ends.Clear();
        var writer = _writer ??= new(buffer);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            writer.Reset(buffer);
            JsonSerializer.Serialize(writer, items[i], ListItemJson.Default.ListItem);
            writer.Flush();
            ends.Add(buffer.WrittenCount);
        }

        return buffer.WrittenSpan;
    }
}
