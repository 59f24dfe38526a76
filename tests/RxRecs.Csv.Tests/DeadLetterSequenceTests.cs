using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace RxRecs.Csv.Tests;

/// <summary>Values, dead letters and counts as one sequence.</summary>
public sealed class DeadLetterSequenceTests
{
    private TempFile _file = null!;

    [SetUp]
    public void SetUp() => _file = TempFile.Of(Reading.Header + Reading.GoodRow + "x\n" + Reading.GoodRow + "y,z\n");

    [TearDown]
    public void TearDown() => _file.Dispose();

    [Test]
    public void WithDeadLetters_Elements_ComeInTheOrderOfTheFileAndTheCountsLast()
    {
        var said = ShopEvents.FromFile(_file.Path).WithDeadLetters()
            .Select(each => each.IsValue ? "row" : each.Counts?.ToString() ?? $"dead {each.DeadLetter!.Position}")
            .ToEnumerable();
        Assert.That(said, Is.EqualTo(["row", "dead 3", "row", "dead 5", $"{new ReadCounts(2, 2)}"]));
    }

    [Test]
    public void Values_NobodyTakesTheDeadLetters_AreToldOnceWithTheFirstReasons()
    {
        var told = new List<string>();
        var events = ShopEvents.FromFile(_file.Path, new() { Notices = Observer.Create<string>(told.Add) });
        events.Subscribe();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.StartWith("2 records could not be read and are dead letters that nobody takes"));
        Assert.That(told[0], Does.Contain($"{_file.Path}:3: ").And.Contain($"{_file.Path}:5: "));
    }

    [Test]
    public void Values_LeftBeforeTheEnd_AreToldOfWhatWasReadByThen([Values(1, 2)] int count)
    {
        var told = new List<string>();
        ShopEvents.FromFile(_file.Path, new() { Notices = Observer.Create<string>(told.Add) }).Take(count).Subscribe();
        Assert.That(told, Has.Count.EqualTo(count - 1));
    }

    [Test]
    public void WithDeadLetters_SomebodyTakesThem_NothingIsTold()
    {
        var told = new List<string>();
        ShopEvents.FromFile(_file.Path, new() { Notices = Observer.Create<string>(told.Add) })
            .WithDeadLetters().Subscribe();
        Assert.That(told, Is.Empty);
    }

    [Test]
    public void Values_StandardErrorCannotBeWritten_AreAllRead()
    {
        var error = Console.Error;
        Console.SetError(new FullWriter());
        try
        {
            Assert.That(ShopEvents.FromFile(_file.Path).ToEnumerable().Count(), Is.EqualTo(2));
        }
        finally
        {
            Console.SetError(error);
        }
    }

    [Test]
    public void WithDeadLetters_TwoSubscribers_EachGetTheirOwnOnce()
    {
        var source = ShopEvents.FromFile(_file.Path).WithDeadLetters();
        var (first, second) = (source.ToList().Wait(), source.ToList().Wait());
        Assert.That(second, Is.EqualTo(first));
        Assert.That(first.Count(each => each.Counts is not null), Is.EqualTo(1));
    }

    [Test]
    public void WithDeadLetters_Published_IsTakenApartInOneReading()
    {
        var all = ShopEvents.FromFile(_file.Path).WithDeadLetters().Publish();
        var (values, letters, counts) = (0, new List<long>(), new List<ReadCounts>());
        var ends = 0;
        all.Results().Subscribe(_ => values++, () => ends++);
        all.DeadLetters().Subscribe(each => letters.Add(each.Position), () => ends++);
        all.Counts().Subscribe(counts.Add, () => ends++);
        all.Connect();
        Assert.That((values, ends), Is.EqualTo((2, 3)));
        Assert.That(letters, Is.EqualTo([3L, 5L]));
        Assert.That(counts, Is.EqualTo([new ReadCounts(2, 2)]));
    }

    [Test]
    public void WithDeadLetters_FileThatIsNotThere_PassesTheErrorAndCountsNothing()
    {
        var all = ShopEvents.FromFile("no/such/file.csv").WithDeadLetters().Publish();
        var errors = new List<Exception>();
        all.Results().Subscribe(_ => { }, errors.Add);
        all.DeadLetters().Subscribe(_ => { }, errors.Add);
        all.Counts().Subscribe(_ => Assert.Fail("counted"), errors.Add);
        all.Connect();
        Assert.That(errors, Has.Count.EqualTo(3).And.All.TypeOf<ShopFileException>());
    }

    [Test]
    public void WithDeadLetters_DisposedInsideADeadLetter_SaysNothingMore()
    {
        var scheduler = new HistoricalScheduler();
        var seen = new List<ReadResult<Interaction>>();
        IDisposable? subscription = null;
        subscription = ShopEvents.FromFile(_file.Path, scheduler: scheduler).WithDeadLetters().Subscribe(each =>
        {
            seen.Add(each);
            if (each.DeadLetter is not null)
            {
                subscription!.Dispose();
            }
        });
        scheduler.Start();
        Assert.That(seen.Select(each => each.IsValue), Is.EqualTo([true, false]));
    }

    [Test]
    public void WithDeadLetters_DisposedInsideTheCounts_DoesNotComplete()
    {
        var scheduler = new HistoricalScheduler();
        var isCompleted = false;
        IDisposable? subscription = null;
        subscription = ShopEvents.FromFile(_file.Path, scheduler: scheduler).WithDeadLetters().Counts().Materialize()
            .Subscribe(each =>
            {
                isCompleted |= each.Kind == NotificationKind.OnCompleted;
                subscription!.Dispose();
            });
        scheduler.Start();
        Assert.That(isCompleted, Is.False);
    }

    [Test]
    public void FromFile_Plain_EmitsTheValuesAlone() =>
        Assert.That(ShopEvents.FromFile(_file.Path).Count().Wait(), Is.EqualTo(2));

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
