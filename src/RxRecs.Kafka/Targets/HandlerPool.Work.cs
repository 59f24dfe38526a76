using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <content>The handlers at work, and what becomes of them.</content>
internal sealed partial class HandlerPool<TItem>
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    // Under the lock: the thread pool only takes note of it here.
    private void StartReady()
    {
        while (_failure is null && _schedule.TryStart(out var key, out var work))
        {
            work.Part.Start(work.Ticket);
            _ = Task.Factory.StartNew(
                () => HandleAsync(key, work), CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler);
        }
    }

    private async Task HandleAsync(object? key, Work work)
    {
        Exception? failure = null;
        if (RecordWork.IsListenedTo)
        {
            Activity.Current = null; // that of the item whose end has started this one
        }

        try
        {
            // Given up before the pool came to it.
            work.Part.Stop.Token.ThrowIfCancellationRequested();
            var task = handler(work.Part.Id, work.Item, work.Part.Stop.Token);
            await HandlerTask.Of(task).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
        }

        lock (_gate)
        {
            work.Part.Running--;
            _schedule.Finish(key);
            if (failure is null)
            {
                work.Part.Places.Finish(work.Ticket);
                _done++;
            }
            else
            {
                Note(work, failure);
            }

            StartReady();
            Monitor.PulseAll(_gate);
        }
    }

    // Under the lock. A handler that was told to stop, or that ends as the user's own token says, is just not done.
    private void Note(Work work, Exception error)
    {
        if (work.Part.IsCanceled || (error is OperationCanceledException && run.Control.IsCanceled))
        {
            return;
        }

        var partition = work.Part.Id;
        _failure ??= new PartitionPipelineException(
            $"The handler of {partition} failed on the {kind.One} {kind.At} {work.Place}: {error.Message}", error)
        {
            Topic = partition.Id.Topic,
            Partition = partition.Id.Partition.Value,
            Offset = work.Offset,
        };
    }

    // A partition that waits for one item for long would else stand still without a word.
    private void ReportStuckItem(OwnedPartition partition, long? first)
    {
        var part = _parts[partition];
        var now = clock.GetTimestamp();
        if (first is not { } place || place != part.FirstPlace)
        {
            (part.FirstPlace, part.FirstSince) = (first ?? -1, now);
        }
        else if (clock.GetElapsedTime(part.FirstSince, now) is var time && time >= StuckAfter)
        {
            run.Control.Notice(
                KafkaNoticeKind.SlowPipeline,
                $"The {kind.One} of {partition} {kind.At} {place} has not been handled for {time.TotalSeconds:0} s;"
                + " nothing behind it is committed meanwhile.");
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Work(TItem item, Part part, long ticket, long place, long offset)
    {
        public TItem Item => item;

        public Part Part => part;

        public long Ticket => ticket;

        public long Place => place;

        public long Offset => offset;
    }

    private sealed class Part(OwnedPartition partition)
    {
        public OwnedPartition Id => partition;

        /// <summary>Gives the places of those that are not done.</summary>
        public ProcessedOffsets Places { get; } = new();

        public CancellationTokenSource Stop { get; } = new();

        /// <summary>Tells how many handlers are at work.</summary>
        public int Running { get; set; }

        /// <summary>Tells how many items wait for their key or for a place.</summary>
        public int Waiting { get; set; }

        /// <summary>The ticket of the last item, in the order of taking, that was started; -1 for none.</summary>
        public long LastStarted { get; set; } = -1;

        /// <summary>Tells whether no handler is started for what is behind that.</summary>
        public bool IsClosed { get; set; }

        /// <summary>Tells whether the handlers at work are told to stop.</summary>
        public bool IsCanceled { get; set; }

        public long FirstPlace { get; set; } = -1;

        public long FirstSince { get; set; }

        public void Start(long ticket)
        {
            Waiting--;
            Running++;
            LastStarted = IsClosed ? LastStarted : Math.Max(LastStarted, ticket);
        }

        /// <summary>Tells whether an item that waits is not to be started, which is then forgotten.</summary>
        public bool Drops(long ticket)
        {
            var isDropped = IsClosed && ticket > LastStarted;
            Waiting -= isDropped ? 1 : 0;
            return isDropped;
        }
    }
}
