namespace RxRecs.Kafka;

/// <summary>
/// Hands records to an asynchronous handler. A record is processed once its task is done; what may be committed of a
/// partition ends before its first record that is not. Handlers start and end on threads of the pool; what they change
/// is changed under one lock, within which nothing of the user's runs.
/// </summary>
/// <param name="options">The options for how many records are handled at a time, and in which order.</param>
/// <param name="handler">The user's.</param>
/// <param name="sourceOptions">The options of the source, of which the clock is used.</param>
/// <param name="run">The run, by which the loop is found.</param>
internal sealed partial class HandlerTarget<T>(
    KafkaHandlerOptions<T> options,
    Func<KafkaRecord<T>, CancellationToken, Task> handler,
    KafkaSourceOptions sourceOptions,
    TopicRun run) : RecordTarget<T>
{
    private readonly object _gate = new();
    private readonly KeyedSchedule<Work> _schedule = new(options.MaxConcurrency);
    private readonly Dictionary<OwnedPartition, Part> _parts = [];
    private Exception? _failure;
    private long _values;
    private int _paused;

    /// <summary>Tells where handlers are started.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Sets how long a record waits for room before its partition is paused: as long as the loop waits for one
    /// at the most, for commits and the group are looked after in between.</summary>
    public TimeSpan Moment { get; init; } = TimeSpan.FromMilliseconds(100);

    public override bool MeasuresProcess => true;

    public override long Values
    {
        get
        {
            lock (_gate)
            {
                return _values;
            }
        }
    }

    public override Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    public override bool HasWorkUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _parts.Values.Any(static each => each.Offsets.First is not null);
            }
        }
    }

    public override void Begin(OwnedPartition partition)
    {
        lock (_gate)
        {
            _parts[partition] = new Part(partition);
        }
    }

    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record)
    {
        Part part;
        Work work;
        lock (_gate)
        {
            part = _parts[partition];
            work = new Work(record, part, part.Offsets.Take(record.Offset));
        }

        try
        {
            var key = options.KeySelector(record);
            lock (_gate)
            {
                _schedule.Add(key, work);
                part.Waiting++;
                StartReady();
            }
        }
        catch (Exception error)
        {
            Fail(work, error);
            return true;
        }

        if (!HasRoom(part) && !partition.IsPaused)
        {
            run.Control.Pause(partition);
            _paused++;
        }

        // What is under way is not processed, and its ticket says so.
        return true;
    }

    public override long Save(OwnedPartition partition)
    {
        long? first;
        lock (_gate)
        {
            first = _parts[partition].Offsets.First;
        }

        ReportStuckRecord(partition, first);
        return first ?? partition.NextOffset;
    }

    public override void Look()
    {
        if (_paused == 0)
        {
            return;
        }

        List<OwnedPartition> rested;
        lock (_gate)
        {
            rested = [.. _parts.Values
                .Where(each => each.Id.IsPaused && each.Offsets.Count <= options.MaxPending / 2)
                .Select(each => each.Id)];
        }

        foreach (var each in rested)
        {
            run.Control.Resume(each);
            _paused--;
        }
    }

    public override void Settle(IReadOnlyCollection<OwnedPartition> partitions, bool mayCommit)
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
                    ", ", left.Select(each => $"{each.Running + each.Waiting} of {each.Id} from {each.Offsets.First}"));
                Close(left, isCanceled: true);
            }
        }

        if (left.Count > 0)
        {
            run.Control.Notice(
                KafkaNoticeKind.Commit,
                $"Records were still being handled after {options.CloseTimeout.TotalSeconds:0.#} s: {handled}. Of"
                + " these partitions nothing from there on is committed, and it comes again.");
        }
    }

    public override void End(OwnedPartition partition)
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

    // Under the lock. Behind the last record that was started none is: they come again, elsewhere or in the next run.
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

    // Waits for a moment only; true if a further record may be taken.
    private bool HasRoom(Part part)
    {
        lock (_gate)
        {
            return part.Offsets.Count < options.MaxPending
                || WaitFor(() => part.Offsets.Count < options.MaxPending || _failure is not null, Moment);
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
