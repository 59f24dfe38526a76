using System.Buffers;
using System.Collections.Concurrent;

namespace RxRecs.Live.Messages;

/// <summary>The messages of a request, written as the log keeps them, one behind the other.</summary>
internal sealed class MessageBatch
{
    private const int MostSpare = 64;
    private const int MostSpareBytes = 1 << 18;
    private static readonly ConcurrentBag<MessageBatch> Spare = [];
    private readonly ArrayBufferWriter<byte> _json = new(1_024);
    private readonly List<int> _ends = [];
    private readonly List<Id> _users = [];

    private MessageBatch()
    {
    }

    /// <summary>Tells how many there are.</summary>
    public int Count => _ends.Count;

    /// <summary>Gives the user of each interaction that was added as one.</summary>
    public IReadOnlyList<Id> Users => _users;

    /// <summary>Gives the bytes of a message.</summary>
    public ReadOnlyMemory<byte> this[int index] =>
        _json.WrittenMemory[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Makes an empty batch, where it can of one that is of no use any more.</summary>
    public static MessageBatch Rent() => Spare.TryTake(out var batch) ? batch : new();

    /// <summary>Makes a batch of messages.</summary>
    public static MessageBatch Of(IReadOnlyList<ShopMessage> messages)
    {
        var batch = Rent();
        foreach (var message in messages)
        {
            ShopMessageFormat.Write(message, batch._json);
            batch.End();
        }

        return batch;
    }

    /// <summary>Adds an interaction.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <param name="user">Its user.</param>
    /// <param name="now">Its time, where it has none.</param>
    public void Add(ref readonly FlatInteraction interaction, Id user, DateTimeOffset now)
    {
        interaction.Write(now, _json);
        _users.Add(user);
        End();
    }

    /// <summary>Gives the batch back: it must not be used any more.</summary>
    public void Return()
    {
        _json.ResetWrittenCount();
        _ends.Clear();
        _users.Clear();
        if (Spare.Count < MostSpare && _json.Capacity <= MostSpareBytes)
        {
            Spare.Add(this);
        }
    }

    private void End() => _ends.Add(_json.WrittenCount);
}
