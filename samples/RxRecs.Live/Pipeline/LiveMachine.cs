using RxRecs.Live.Messages;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// All that the server knows, as one state machine over the messages of the log: the same messages give the same state,
/// so a restart goes on from the last checkpoint. It emits the users' open carts. Only the pipeline's thread touches
/// it.
/// </summary>
internal sealed class LiveMachine : IMachine<LogRecord, CartRow>, IDisposable
{
    private const int RecentChanges = 12;

    private readonly ErasableRecommender<ShopEvent, Id, Id> _recommender;
    private readonly SeenRequests _requests = new(RequestKeys.Most);
    private readonly Queue<CartMove> _moves = new();
    private readonly List<Recommendation<Id>> _list = [];

    /// <summary>Makes the machine.</summary>
    /// <param name="onProgress">The action that is called again and again while a message takes long, and may ask the
    /// machine; null for none.</param>
    public LiveMachine(Action? onProgress = null) => _recommender = new(
        () => new LiveRecommender(),
        ShopEvent.Users,
        new ErasureOptions
        {
            // A state is saved with each segment: few of them, for a stream that may be fast.
            MaxEvents = 600_000,
            Segments = 2,
            Codecs = ShopEvent.Codecs,
            OnProgress = onProgress,
        });

    /// <summary>Is told who has had an event.</summary>
    public Action<Id> OnLearned { get; set; } = _ => { };

    /// <summary>Is told whose list may no longer be shown.</summary>
    public Action<Id> OnChanged { get; set; } = _ => { };

    /// <summary>Is told of which item the shop has stated something.</summary>
    public Action<Id> OnStated { get; set; } = _ => { };

    /// <summary>Is told of each request with a key: the hashes of what the key is for, and of what was asked.</summary>
    public Action<UInt128, ulong> OnRequest
    {
        get => _requests.OnNew;
        set => _requests.OnNew = value;
    }

    public LiveRecommender Recommender => (LiveRecommender)_recommender.Recommender;

    public ShopRecommender Shop => Recommender.Shop;

    public OpenCarts Carts { get; } = new();

    public HitRate HitRate { get; } = new();

    public IReadOnlyCollection<CartMove> Moves => _moves;

    /// <summary>Tells how many messages there were.</summary>
    public long Events { get; private set; }

    /// <summary>Tells how many came again under a key that had been taken.</summary>
    public long Repeats { get; private set; }

    /// <summary>Gives the time of the newest interaction.</summary>
    public DateTimeOffset Newest { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Tells whether a user was forgotten whom older checkpoints and the log still have.</summary>
    public bool HasForgotten { get; set; }

    public SnapshotFormat Format => new("RxRecs.Live", 3);

    public void OnEvent(LogRecord message, Output<CartRow> output)
    {
        Events++;
        if (message.Other is { } other)
        {
            Take(other, output);
        }
        else
        {
            Learn(new(message.Interaction), output);
        }
    }

    public void OnCompleted(Output<CartRow> output)
    {
        // The log has no end: what is open stays open.
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _recommender.Snapshot(writer);
        Carts.Snapshot(writer);
        HitRate.Snapshot(writer);
        _requests.Snapshot(writer);
        writer.WriteInt64(Events);
        writer.WriteInt64(Repeats);
        writer.Write(Newest);
        writer.WriteBoolean(HasForgotten);
    }

    public void Restore(SnapshotReader reader)
    {
        _recommender.Restore(reader);
        Carts.Restore(reader);
        HitRate.Restore(reader);
        _requests.Restore(reader);
        (Events, Repeats) = (reader.ReadInt64(), reader.ReadInt64());
        Newest = reader.Read<DateTimeOffset>();
        HasForgotten = reader.ReadBoolean();
    }

    public void Dispose() => _recommender.Dispose();

    private void Take(ShopMessage value, Output<CartRow> output)
    {
        if (value.Key is { } key && RequestPart.TryParse(key, out var part) && !_requests.Take(part))
        {
            Repeats++;
            return;
        }

        switch (value.EventType)
        {
            case ShopMessage.Forget:
                Forget(value.UserId!.Value, value.EventTime!.Value, output);
                break;
            case ShopMessage.Merge:
                Merge(value.GuestId!.Value, value.UserId!.Value, value.EventTime!.Value, output);
                break;
            case ShopMessage.Item:
                _recommender.Learn(ShopMessageFormat.ToEvent(value));
                OnStated(value.ProductId!.Value);
                break;
            default:
                Learn(ShopMessageFormat.ToEvent(value), output);
                break;
        }
    }

    private void Learn(ShopEvent value, Output<CartRow> output)
    {
        var interaction = value.Interaction;
        var user = interaction.User;
        if (!user.IsNone && HitRate.IsDue(interaction.EventTime))
        {
            TestList(interaction);
        }

        _recommender.Learn(value);
        Newest = interaction.EventTime > Newest ? interaction.EventTime : Newest;
        if (user.IsNone)
        {
            return;
        }

        OnLearned(user);
        if (interaction.Kind != InteractionKind.View)
        {
            Move(new(user, Word(interaction.Kind), interaction.Item));
            TellCart(user, interaction.EventTime, output);
        }
    }

    // Apart: the question to the list would be an object for each event, tested or not.
    private void TestList(Interaction next)
    {
        Shop.Recommend(new(next.User, HitRate.Places) { Session = next.Session }, _list);
        HitRate.Add(next.EventTime, _list.Exists(each => each.Item == next.Item));
    }

    private void Forget(Id user, DateTimeOffset time, Output<CartRow> output)
    {
        _recommender.Forget(user);
        HasForgotten = true;
        foreach (var move in _moves.ToArray())
        {
            _moves.Dequeue();
            if (move.User != user)
            {
                _moves.Enqueue(move);
            }
        }

        TellCart(user, time, output);
        OnChanged(user);
    }

    private void Merge(Id guest, Id account, DateTimeOffset time, Output<CartRow> output)
    {
        _recommender.Merge(guest, account);
        TellCart(guest, time, output);
        TellCart(account, time, output);
        OnChanged(guest);
        OnChanged(account);
    }

    private void TellCart(Id user, DateTimeOffset time, Output<CartRow> output)
    {
        var lines = Shop.Carts.Open(user);
        if (lines.Length > 0)
        {
            var items = new CartItem[lines.Length];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = new(lines[i].Item, lines[i].Quantity);
            }

            Carts.Touch(user, time);
            output.Emit(new(user, time, items));
        }
        else
        {
            Carts.Remove(user);
            output.Emit(new(user, time, []));
        }
    }

    private void Move(CartMove move)
    {
        _moves.Enqueue(move);
        if (_moves.Count > RecentChanges)
        {
            _moves.Dequeue();
        }
    }

    private static string Word(InteractionKind kind) => kind switch
    {
        InteractionKind.Cart => "added",
        InteractionKind.Remove => "removed",
        _ => "bought",
    };
}
