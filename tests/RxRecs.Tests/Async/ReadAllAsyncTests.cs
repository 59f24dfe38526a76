using System.Diagnostics.Metrics;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;

namespace RxRecs.Async;

[TestFixture]
public sealed class ReadAllAsyncTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Wait_SourceIsFaster_GetsAllInOrder([Values(1, 2, 7, 1000)] int capacity)
    {
        var values = Observable.Range(0, 1000).SubscribeOn(TaskPoolScheduler.Default).ReadAllAsync(capacity);

        Assert.That(await ReadAsync(values), Is.EqualTo(Enumerable.Range(0, 1000)));
        Assert.That(values.Dropped, Is.Zero);
    }

    [Test]
    public async Task Wait_EnoughRoomWithinSubscribe_GetsAll() =>
        Assert.That(await ReadAsync(Observable.Range(0, 5).ReadAllAsync(5)), Is.EqualTo(Enumerable.Range(0, 5)));

    [Test]
    public void Wait_TooLittleRoomWithinSubscribe_SaysWhatToDo()
    {
        var values = Observable.Range(0, 6).ReadAllAsync(5);

        Assert.That(
            async () => await ReadAsync(values),
            Throws.InvalidOperationException.With.Message.Contains("SubscribeOn(TaskPoolScheduler.Default)"));
    }

    [Test]
    public async Task Wait_ReaderLeaves_LetsTheSourceGo()
    {
        using var ended = new ManualResetEventSlim();
        var source = Observable.Create<int>(observer =>
        {
            var run = new BooleanDisposable();
            new Thread(() =>
            {
                for (var i = 0; !run.IsDisposed; i++)
                {
                    observer.OnNext(i);
                }

                ended.Set();
            }).Start();
            return run;
        });

        await foreach (var value in source.ReadAllAsync(2))
        {
            if (value == 10)
            {
                break;
            }
        }

        Assert.That(ended.Wait(Patience), Is.True, "the source is kept waiting");
    }

    [Test]
    public async Task DropOldest_NobodyReads_KeepsTheNewestAndCountsTheOthers()
    {
        using var source = new Subject<int>();
        var values = source.ReadAllAsync(3, WhenFull.DropOldest);
        await using var reader = values.GetAsyncEnumerator();
        Push(source, 0, 10);
        source.OnCompleted();

        Assert.That(await RestAsync(reader), Is.EqualTo((int[])[7, 8, 9]));
        Assert.That(values.Dropped, Is.EqualTo(7));
    }

    [Test]
    public async Task KeepLatest_NobodyReads_KeepsTheNewestAndCountsTheOthers()
    {
        using var source = new Subject<int>();
        var values = source.ReadAllAsync(3, WhenFull.KeepLatest);
        await using var reader = values.GetAsyncEnumerator();
        Push(source, 0, 4);
        source.OnCompleted();

        Assert.That(await RestAsync(reader), Is.EqualTo((int[])[3]));
        Assert.That(values.Dropped, Is.EqualTo(3));
    }

    [Test]
    public async Task Dropped_AValueIsDropped_IsOnTheMeter()
    {
        var reasons = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, each) =>
        {
            if (instrument.Name == SetAsideEvents.CounterName)
            {
                each.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var names = tags.ToArray().ToDictionary(each => each.Key, each => each.Value as string);
            if (names["operator"] == "ReadAllAsync")
            {
                reasons.Add(names["reason"]!);
            }
        });
        listener.Start();
        using var source = new Subject<int>();

        await using var reader = source.ReadAllAsync(1, WhenFull.DropOldest).GetAsyncEnumerator();
        Push(source, 0, 3);

        Assert.That(reasons, Is.EqualTo((string[])["not_read", "not_read"]));
    }

    [Test]
    public async Task Error_ValuesWait_ComesBehindThem()
    {
        using var source = new Subject<int>();
        await using var reader = source.ReadAllAsync(3).GetAsyncEnumerator();
        Push(source, 0, 2);
        source.OnError(new InvalidDataException("broken"));

        Assert.That(await reader.MoveNextAsync(), Is.True);
        Assert.That(await reader.MoveNextAsync(), Is.True);
        Assert.That(reader.Current, Is.EqualTo(1));
        Assert.That(async () => await reader.MoveNextAsync(), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public async Task Cancellation_NothingComes_UnsubscribesAndThrows()
    {
        using var source = new Subject<int>();
        using var cancel = new CancellationTokenSource();
        await using var reader = source.ReadAllAsync(3).GetAsyncEnumerator(cancel.Token);
        var next = reader.MoveNextAsync().AsTask();
        Assert.That(source.HasObservers, Is.True);

        await cancel.CancelAsync();

        Assert.That(async () => await next.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(source.HasObservers, Is.False);
    }

    [Test]
    public async Task Enumerations_TwoOfOne_AreSubscriptionsOfTheirOwn()
    {
        var subscriptions = 0;
        var values = Observable.Defer(() => Observable.Return(++subscriptions)).ReadAllAsync(1);

        Assert.That(await ReadAsync(values), Is.EqualTo((int[])[1]));
        Assert.That(await ReadAsync(values), Is.EqualTo((int[])[2]));
    }

    [TestCase(0, WhenFull.Wait, "capacity")]
    [TestCase(1, (WhenFull)9, "whenFull")]
    public void ReadAllAsync_ImpossibleArgument_SaysWhich(int capacity, WhenFull whenFull, string name) =>
        Assert.That(
            () => Observable.Empty<int>().ReadAllAsync(capacity, whenFull),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));

    [Test]
    public async Task FromAsyncEnumerable_RoundTrip_GivesTheSame([Values(1, 5)] int capacity)
    {
        var there = RecsObservable.FromAsyncEnumerable(CountAsync(100));

        Assert.That(await ReadAsync(there.ReadAllAsync(capacity)), Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(await ReadAsync(there.ReadAllAsync(capacity)), Is.EqualTo(Enumerable.Range(0, 100)), "it is cold");
    }

    [Test]
    public void FromAsyncEnumerable_SequenceFails_IsAnErrorBehindItsValues()
    {
        var seen = new List<int>();

        Assert.That(
            () => RecsObservable.FromAsyncEnumerable(CountAsync(3, new InvalidDataException("broken")))
                .Do(seen.Add).Timeout(Patience).Wait(),
            Throws.TypeOf<InvalidDataException>());
        Assert.That(seen, Is.EqualTo((int[])[0, 1, 2]));
    }

    [Test]
    public async Task FromAsyncEnumerable_Disposed_CancelsAndDisposesTheEnumerator()
    {
        var ended = new TaskCompletionSource<bool>();
        var waiting = new TaskCompletionSource();
        var subscription = RecsObservable.FromAsyncEnumerable(NeverAsync(waiting, ended)).Subscribe();
        await waiting.Task.WaitAsync(Patience);

        subscription.Dispose();

        Assert.That(await ended.Task.WaitAsync(Patience), Is.True, "the token is canceled");
    }

    [Test]
    public void FromAsyncEnumerable_NeverWaits_DoesNotHoldSubscribe()
    {
        using var some = new CountdownEvent(3);
        using var subscription = RecsObservable.FromAsyncEnumerable(EndlessAsync())
            .Subscribe(value => _ = value < 3 && some.Signal());

        Assert.That(some.Wait(Patience), Is.True);
    }

    private static void Push(Subject<int> source, int from, int to)
    {
        for (var value = from; value < to; value++)
        {
            source.OnNext(value);
        }
    }

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> values)
    {
        var all = new List<T>();
        await foreach (var value in values)
        {
            all.Add(value);
        }

        return all;
    }

    private static async Task<List<int>> RestAsync(IAsyncEnumerator<int> reader)
    {
        var all = new List<int>();
        while (await reader.MoveNextAsync())
        {
            all.Add(reader.Current);
        }

        return all;
    }

    private static async IAsyncEnumerable<int> CountAsync(int count, Exception? end = null)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }

        if (end is not null)
        {
            throw end;
        }
    }

#pragma warning disable CS1998 // It never waits: that is the point.
    private static async IAsyncEnumerable<int> EndlessAsync()
#pragma warning restore CS1998
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> NeverAsync(
        TaskCompletionSource waiting,
        TaskCompletionSource<bool> ended,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            waiting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            yield return 0;
        }
        finally
        {
            ended.SetResult(cancellation.IsCancellationRequested);
        }
    }
}
