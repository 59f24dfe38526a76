namespace RxRecs.Kafka;

/// <summary>
/// Hands items of partitions (records, or results made of them) to an asynchronous handler: so many at a time, those of
/// a key in order. An item is done once its task is, and what may be saved of a partition ends before its first item
/// that is not. Handlers start and end on threads of the pool; what they change is changed under one lock, within which
/// nothing of the user's runs.
/// </summary>
/// <param name="options">The options for how many items are handled at a time, and in which order.</param>
/// <param name="handler">The user's handler, with the partition of the item.</param>
/// <param name="kind">What the items are, in messages.</param>
/// <param name="clock">Measures how long an item is waited for.</param>
/// <param name="run">The run, by which the loop is found.</param>
internal sealed partial class HandlerPool<TItem>(
    KafkaHandlerOptions<TItem> options,
    Func<OwnedPartition, TItem, CancellationToken, Task> handler,
    HandledKind kind,
    TimeProvider clock,
    TopicRun run)
{
    private readonly object _gate = new();
    private readonly KeyedSchedule<Work> _schedule = new(options.MaxConcurrency);
    private readonly Dictionary<OwnedPartition, Part> _parts = [];
    private Exception? _failure;
    private long _done;
    private int _paused;

    /// <summary>Tells where handlers are started.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Sets how long an item waits for room before its partition is paused: as long as the loop waits for a
    /// record at the most, for commits and the group are looked after in between.</summary>
    public TimeSpan Moment { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Counts the items that are done.</summary>
    public long Done
    {
        get
        {
            lock (_gate)
            {
                return _done;
            }
        }
    }

    /// <summary>Gives what a handler has failed with: nothing is started afterwards.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Tells whether an item of any partition is not done yet.</summary>
    public bool HasWorkUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _parts.Values.Any(static each => each.Places.First is not null);
            }
        }
    }

    public void Begin(OwnedPartition partition)
    {
        lock (_gate)
        {
            _parts[partition] = new Part(partition);
        }
    }

    /// <summary>Takes an item, whose place in its partition is behind those before it.</summary>
    /// <param name="partition">The item's partition.</param>
    /// <param name="item">The item.</param>
    /// <param name="place">The place: a record's offset, or a result's number.</param>
    /// <param name="offset">The offset of the record that it is, or comes of.</param>
    public void Take(OwnedPartition partition, TItem item, long place, long offset)
    {
        Work work;
        lock (_gate)
        {
            var part = _parts[partition];
            work = new Work(item, part, part.Places.Take(place), place, offset);
        }

        try
        {
            var key = options.KeySelector?.Invoke(item);
            lock (_gate)
            {
                _schedule.Add(key, work);
                work.Part.Waiting++;
                StartReady();
            }
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                Note(work, error);
            }
        }
    }

    /// <summary>Pauses a partition of which too much is under way, and does not become less within a moment.</summary>
    public void MakeRoom(OwnedPartition partition)
    {
        if (!partition.IsPaused && !HasRoom(partition))
        {
            run.Control.Pause(partition);
            _paused++;
        }
    }

    /// <summary>Goes on with the partitions that have room again.</summary>
    public void Look()
    {
        if (_paused == 0)
        {
            return;
        }

        List<OwnedPartition> rested;
        lock (_gate)
        {
            rested = [.. _parts.Values
                .Where(each => each.Id.IsPaused && each.Places.Count <= options.MaxPending / 2)
                .Select(each => each.Id)];
        }

        foreach (var each in rested)
        {
            run.Control.Resume(each);
            _paused--;
        }
    }

    /// <summary>Gives the place of the first item of a partition that is not done, or null if all are.</summary>
    public long? First(OwnedPartition partition)
    {
        long? first;
        lock (_gate)
        {
            first = _parts[partition].Places.First;
        }

        ReportStuckItem(partition, first);
        return first;
    }

    /// <summary>Tells whether an item of a partition is not done yet.</summary>
    public bool IsBusy(OwnedPartition partition)
    {
        lock (_gate)
        {
            return _parts[partition].Places.First is not null;
        }
    }

    /// <summary>Waits until all is done, a handler has failed or the user's token is canceled.</summary>
    public void WaitForAll()
    {
        while (HasWorkUnderWay && !run.Control.IsCanceled && Failure is null)
        {
            lock (_gate)
            {
                WaitFor(() => _failure is not null || !HasWorkUnderWay, TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Partitions are about to go: nothing further of them is started, and what is at work is waited for, for
    /// a while. Where nothing may be committed, it is told to stop.</summary>
    public void Settle(IReadOnlyCollection<OwnedPartition> partitions, bool mayCommit)
    {
        var (left, handled) = (new List<Part>(), string.Empty);
        lock (_gate)
        {
            var parts = partitions.Select(each => _parts.GetValueOrDefault(each)).OfType<Part>().ToList();
            Close(parts, isCanceled: !mayCommit);
            if (!WaitFor(() => parts.TrueForAll(IsSettled), options.CloseTimeout))
            {
                left = parts.FindAll(each => !IsSettled(each));
                handled = string.Join(
                    ", ", left.Select(each => $"{each.Running + each.Waiting} of {each.Id} from {each.Places.First}"));
                Close(left, isCanceled: true);
            }
        }

        if (left.Count > 0)
        {
            run.Control.Notice(
                KafkaNoticeKind.Commit,
                $"{kind.Many} were still being handled after {options.CloseTimeout.TotalSeconds:0.#} s: {handled}. Of"
                + " these partitions nothing from there on is committed, and it comes again.");
        }
    }

    public void End(OwnedPartition partition)
    {
        _paused -= partition.IsPaused ? 1 : 0;
        lock (_gate)
        {
            if (_parts.Remove(partition, out var part))
            {
                Close([part], isCanceled: true);
            }
        }
    }

    // Under the lock. Behind the last item that was started none is: they come again, elsewhere or in the next run.
    // What waits before it is handled, or all that is done behind it would come again too.
    private void Close(List<Part> parts, bool isCanceled)
    {
        foreach (var each in parts)
        {
            each.LastStarted = isCanceled ? -1 : each.LastStarted;
            each.IsClosed = true;
            if (isCanceled && !each.IsCanceled)
            {
                // Never disposed: a handler that was given up may still look at its token. What the user has registered
                // with it runs elsewhere.
                each.IsCanceled = true;
                _ = each.Stop.CancelAsync();
            }
        }

        _schedule.Drop(static work => work.Part.Drops(work.Ticket));
        StartReady();
    }

    private bool IsSettled(Part part) => part.Running == 0 && (part.Waiting == 0 || _failure is not null);

    // Waits for a moment only; true if more may be taken.
    private bool HasRoom(OwnedPartition partition)
    {
        lock (_gate)
        {
            var places = _parts[partition].Places;
            return places.Count < options.MaxPending
                || WaitFor(() => places.Count < options.MaxPending || _failure is not null, Moment);
        }
    }

    // Under the lock, which it gives up meanwhile.
    private bool WaitFor(Func<bool> condition, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            var left = patience - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
            {
                return condition();
            }
        }

        return true;
    }
}
