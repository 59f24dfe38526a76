using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace RxRecs.Csv.Tests;

public sealed class ShopEventsTests
{
    private TempFile _file = null!;

    [SetUp]
    public void SetUp() => _file = TempFile.Of(
        Reading.Header + string.Concat(
            Enumerable.Range(0, 5000).Select(i => $"2019-10-01 00:00:00 UTC,view,{i},,,,,1,s\n")));

    [TearDown]
    public void TearDown()
    {
        Assert.That(
            () => new FileStream(_file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(),
            Throws.Nothing,
            "closed");
        _file.Dispose();
    }

    [Test]
    public void FromFile_Subscribed_DeliversAllBeforeSubscribeReturns()
    {
        var items = new List<long>();
        var isCompleted = false;
        using var subscription = ShopEvents.FromFile(_file.Path)
            .Subscribe(row => items.Add(row.Item), () => isCompleted = true);

        Assert.That(isCompleted, Is.True);
        Assert.That(items, Is.EqualTo(Enumerable.Range(0, 5000)));
    }

    [Test]
    public void FromFile_TwoSubscriptions_EachReadTheFile()
    {
        var source = ShopEvents.FromFile(_file.Path);

        Assert.That(source.Count().Wait() + source.Count().Wait(), Is.EqualTo(10_000));
    }

    [Test]
    public void FromFile_Take_StopsReading()
    {
        var progress = new Reports();
        var options = new ShopFileOptions { ProgressInterval = 1 };
        var items = new List<long>();
        using var subscription = ShopEvents.FromFile(_file.Path, options, progress: progress).Take(3)
            .Subscribe(row => items.Add(row.Item));

        Assert.That(items, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(progress.All, Has.Count.EqualTo(3));
    }

    [Test]
    public void FromFile_TakeBehindAMachine_StopsReading()
    {
        var progress = new Reports();
        var options = new ShopFileOptions { ProgressInterval = 1 };
        using var subscription = ShopEvents.FromFile(_file.Path, options, progress: progress)
            .RunMachine(() => new Pass())
            .Take(3)
            .Subscribe();

        Assert.That(progress.All, Has.Count.EqualTo(3));
    }

    [Test]
    public void FromFile_DisposedInsideOnNextOnAScheduler_DeliversNoMore()
    {
        var scheduler = new HistoricalScheduler();
        var items = new List<long>();
        IDisposable? subscription = null;
        subscription = ShopEvents.FromFile(_file.Path, scheduler: scheduler).Subscribe(row =>
        {
            items.Add(row.Item);
            subscription!.Dispose();
        });
        scheduler.Start();

        Assert.That(items, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void FromFile_OnAScheduler_ReadsThereInPieces()
    {
        var scheduler = new HistoricalScheduler();
        var count = 0;
        using var subscription = ShopEvents.FromFile(_file.Path, scheduler: scheduler).Subscribe(_ => count++);
        Assert.That(count, Is.Zero);

        scheduler.Start();
        Assert.That(count, Is.EqualTo(5000));
    }

    [Test]
    public void FromFile_DisposedBetweenPieces_ClosesTheFile()
    {
        var scheduler = new HistoricalScheduler();
        var count = 0;
        var subscription = ShopEvents.FromFile(_file.Path, scheduler: scheduler).Subscribe(_ =>
        {
            if (++count == 1)
            {
                scheduler.Stop();
            }
        });
        scheduler.Start();
        Assert.That(count, Is.EqualTo(1024));

        subscription.Dispose();
        scheduler.Start();
        Assert.That(count, Is.EqualTo(1024));
    }

    [Test]
    public void FromFile_LongRunningScheduler_DeliversAll() =>
        Assert.That(
            ShopEvents.FromFile(_file.Path, scheduler: TaskPoolScheduler.Default).Count().Wait(), Is.EqualTo(5000));

    [Test]
    public void FromFile_Cancelled_EndsWithThatError()
    {
        using var cancellation = new CancellationTokenSource();
        var count = 0;
        Exception? error = null;
        using var subscription = ShopEvents.FromFile(_file.Path, cancellationToken: cancellation.Token).Subscribe(
            _ =>
            {
                if (++count == 10)
                {
                    cancellation.Cancel();
                }
            },
            failure => error = failure);

        Assert.That(count, Is.EqualTo(10));
        Assert.That(error, Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void FromFile_CancellationCaught_CompletesWithWhatWasRead()
    {
        using var cancellation = new CancellationTokenSource();
        var source = ShopEvents.FromFile(_file.Path, cancellationToken: cancellation.Token)
            .Catch((OperationCanceledException _) => Observable.Empty<Interaction>())
            .Do(row =>
            {
                if (row.Item == 9)
                {
                    cancellation.Cancel();
                }
            });

        Assert.That(source.Count().Wait(), Is.EqualTo(10));
    }

    [Test]
    public void FromFile_ObserverThrows_ClosesTheFileAndPassesItOn()
    {
        var source = ShopEvents.FromFile(_file.Path);

        Assert.That(
            () => source.Subscribe(_ => throw new InvalidOperationException("mine")), Throws.InvalidOperationException);
    }

    [Test]
    public void FromFile_DeadLetterObserverThrows_TheExceptionReachesTheCaller()
    {
        using var bad = TempFile.Of(Reading.Header + "x\n");
        var letters = ShopEvents.FromFile(bad.Path).WithDeadLetters().DeadLetters();
        Action<DeadLetter> throwing = _ => throw new InvalidOperationException("mine");
        Assert.That(() => letters.Subscribe(throwing), Throws.InvalidOperationException);
    }

    [Test]
    public void FromFile_MissingFile_EndsWithOneError()
    {
        Exception? error = null;
        using var subscription = ShopEvents.FromFile("no/such/file.csv")
            .Subscribe(_ => { }, failure => error = failure);

        Assert.That(error, Is.InstanceOf<ShopFileException>());
    }

    [Test]
    public void FromFile_DeletedOnCompletion_IsNoLongerOpen()
    {
        using var other = TempFile.Of(Reading.Header + Reading.GoodRow);
        using var subscription = ShopEvents.FromFile(other.Path).Subscribe(
            _ => { }, () => new FileStream(other.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
    }

    [Test]
    public void FromFile_Progress_EndsWithTheSummary()
    {
        var progress = new Reports();
        using var subscription = ShopEvents
            .FromFile(_file.Path, new ShopFileOptions { ProgressInterval = 2000 }, progress: progress)
            .Subscribe();

        var length = new FileInfo(_file.Path).Length;
        Assert.That(progress.All.Select(report => report.Rows), Is.EqualTo(new[] { 2000, 4000, 5000 }));
        Assert.That(
            progress.All[^1], Is.EqualTo(new ShopFileProgress(_file.Path, length, length, 5001, 5000, 5000, 0, true)));
    }

    [Test]
    public void Read_StoppedEarly_ClosesTheFile() =>
        Assert.That(ShopEvents.Read(_file.Path).Take(2).Count(), Is.EqualTo(2));

    [Test]
    public void Arguments_Null_AreNamed()
    {
        Assert.That(
            () => ShopEvents.FromFile(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("path"));
        Assert.That(
            () => ShopEvents.Open(null!, "x"),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("stream"));
        Assert.That(() => ShopEvents.Read(""), Throws.ArgumentException);
        Assert.That(() => ShopSessions.FromFile(null!), Throws.ArgumentNullException);
        Assert.That(() => new ShopFileOptions { MaxRecordSize = 1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ShopFileOptions { Layout = (ShopFileLayout)99 },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TryRead_KnownStrings_AllocatesNothingPerRow()
    {
        using var reader = ShopEvents.Open(_file.Path);
        reader.TryRead(out _);
        for (var i = 0; i < 100; i++)
        {
            reader.TryRead(out _);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            reader.TryRead(out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private sealed class Reports : IProgress<ShopFileProgress>
    {
        public List<ShopFileProgress> All { get; } = [];

        public void Report(ShopFileProgress value) => All.Add(value);
    }

    private sealed class Pass : Machines.IMachine<Interaction, Interaction>
    {
        public Machines.SnapshotFormat Format => new("pass", 1);

        public void OnEvent(Interaction value, Machines.Output<Interaction> output) => output.Emit(value);

        public void OnCompleted(Machines.Output<Interaction> output)
        {
        }

        public void Snapshot(Machines.SnapshotWriter writer)
        {
        }

        public void Restore(Machines.SnapshotReader reader)
        {
        }
    }
}
