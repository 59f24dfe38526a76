using System.Buffers;
using System.Buffers.Binary;
using System.Reactive.Linq;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>Appended events are kept, in order, for readers from anywhere.</summary>
public sealed class SqliteEventLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TemporaryFolder _folder = null!;
    private string _path = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _path = _folder.File("events.db");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Append_Interactions_ComeBackEqual()
    {
        Interaction[] events =
        [
            new(Start, InteractionKind.View, 1, 2),
            new(Start.AddTicks(1), InteractionKind.Purchase, "ann", "sku-\u00e4")
            {
                Brand = "b", Category = "c", Session = "s", Price = 1.25m, Quantity = 3,
            },
        ];
        using (var log = SqliteEventLog.OfInteractions(_path))
        {
            Assert.That((log.FirstPosition, log.NextPosition), Is.EqualTo((0, 0)));
            Assert.That((log.Append(events), log.Append(events[0]), log.Append([])), Is.EqualTo((0, 2, 3)));
        }

        using var again = SqliteEventLog.OfInteractions(_path);
        var read = await again.ReadToEnd(0).ToList();
        Assert.That(read, Is.EqualTo(new PositionedEvent<Interaction>[]
        {
            new(events[0], 1), new(events[1], 2), new(events[0], 3),
        }));
    }

    [Test]
    public void Append_InteractionThatWouldBeReadAsAnother_IsRefusedAndNothingIsKept()
    {
        using var log = SqliteEventLog.OfInteractions(_path);
        Interaction plain = new(Start, InteractionKind.View, 1, 2);
        Interaction[] strange =
        [
            default,
            new(Start, InteractionKind.View, 1, "NA"),
            new(Start, InteractionKind.View, "null", 2),
            new(Start, InteractionKind.View, 1, "a\u0001"),
            plain with { Session = new('s', 5000) },
            plain with { Brand = "two\nlines" },
        ];
        foreach (var each in strange)
        {
            Assert.That(
                () => log.Append([plain, each]),
                Throws.ArgumentException.With.Message.Contains("would not give this back"),
                $"{each}");
        }

        Assert.That(log.Append(plain with { Session = "", Brand = "" }), Is.Zero);
    }

    [Test]
    public async Task AppendEncoded_EventsBetweenOthers_AreReadAsTheLogsOwn()
    {
        using var log = SqliteEventLog.OfInteractions(_path);
        log.Append(new Interaction(Start, InteractionKind.View, 1, 2));
        ReadOnlyMemory<byte>[] encoded =
        [
            """{"event_time":"2020-01-01T00:00:00Z","event_type":"cart","product_id":3,"user_id":1}"""u8.ToArray(),
            "no interaction"u8.ToArray(),
        ];

        Assert.That((log.AppendEncoded(encoded), log.AppendEncoded([])), Is.EqualTo((1, 3)));
        Assert.That(log.Append(new Interaction(Start, InteractionKind.View, 1, 4)), Is.EqualTo(3));

        Assert.That(await log.ReadToEnd(0).ToList(), Is.EqualTo(new PositionedEvent<Interaction>[]
        {
            new(new(Start, InteractionKind.View, 1, 2), 1),
            new(new(Start, InteractionKind.Cart, 1, 3), 2),
            new(new(Start, InteractionKind.View, 1, 4), 4),
        }));
        Assert.That(() => log.AppendEncoded(null!), Throws.ArgumentNullException);
        Assert.That(
            () => log.AppendEncoded([encoded[0], new byte[300 * 1024]]),
            Throws.ArgumentException.With.Message.Contains("Event 1"));
        Assert.That(log.NextPosition, Is.EqualTo(4));
    }

    [Test]
    public async Task ReadToEnd_RestIsTruncatedMeanwhile_EndsWithAnError()
    {
        using var log = Numbers();
        log.Append([.. Enumerable.Range(0, 2_000)]);
        var reading = log.ReadToEnd(0).Do(each =>
        {
            if (each.NextPosition == 512)
            {
                log.TruncateBefore(log.NextPosition);
            }
        }).Count().RunAsync(default);

        await Assert.ThatAsync(
            async () => await reading.Timeout(Patience),
            Throws.InstanceOf<IOException>().With.Message.Contains("truncated"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Read_EventsAreMissingAtTheEnd_EndsWithAnError(bool isLive)
    {
        using (var log = Numbers())
        {
            log.Append([.. Enumerable.Range(0, 2_000)]);
        }

        Database.Execute(_path, "DELETE FROM events WHERE position>=1000");
        using var spoiled = Numbers();
        var reading = (isLive ? spoiled.ReadFrom(0) : spoiled.ReadToEnd(0)).Count().RunAsync(default);

        await Assert.ThatAsync(
            async () => await reading.Timeout(Patience),
            Throws.InstanceOf<IOException>().With.Message.Contains("has no event from 1000 on"));
    }

    [Test]
    public void OfInteractions_NewFileOpenedBySeveralAtOnce_IsOpenedByAll()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = _folder.File($"{round}.db");
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
            {
                using var log = SqliteEventLog.OfInteractions(path);
            });
        }
    }

    [TestCase(0)]
    [TestCase(700)]
    [TestCase(1_499)]
    [TestCase(1_500)]
    public async Task ReadToEnd_FromAnywhere_IsTheRest(int from)
    {
        using var log = Numbers();
        log.Append([.. Enumerable.Range(0, 1_500)]);
        Assert.That(
            await log.ReadToEnd(from).Select(each => each.Value).ToList(),
            Is.EqualTo(Enumerable.Range(from, 1_500 - from)));
    }

    [Test]
    public async Task ReadFrom_SeveralReadersWhileSeveralAppend_AllSeeTheSameOrder()
    {
        using var log = Numbers();
        var readers = Enumerable.Range(0, 3)
            .Select(_ => log.ReadFrom(0).Take(4_000).ToList().RunAsync(default)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i += 4)
            {
                var first = (writer * 1_000) + i;
                log.Append([first, first + 1]);
                log.Append(first + 2);
                log.Append(first + 3);
            }
        }))).WaitAsync(Patience);
        var lists = new List<IList<PositionedEvent<int>>>();
        foreach (var reader in readers)
        {
            lists.Add(await reader.Timeout(Patience));
        }

        Assert.That(lists[0].Select(each => each.NextPosition), Is.EqualTo(Enumerable.Range(1, 4_000)));
        Assert.That(lists[0].Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(0, 4_000)));
        Assert.That(lists, Has.All.EqualTo(lists[0]));
        foreach (var writer in lists[0].GroupBy(each => each.Value / 1_000))
        {
            Assert.That(writer.Select(each => each.Value), Is.Ordered, "Each writer's events are in its order.");
        }
    }

    [Test]
    public async Task ReadFrom_AnotherLogObjectAppends_IsSeen()
    {
        using var log = Numbers(new() { PollInterval = TimeSpan.FromMilliseconds(1) });
        using var other = Numbers();
        var read = log.ReadFrom(0).Take(2).ToList().RunAsync(default);
        other.Append(7);
        other.Append(8);
        Assert.That((await read.Timeout(Patience)).Select(each => each.Value), Is.EqualTo([7, 8]));
    }

    [Test]
    public async Task ReadFrom_UnreadableAndDamaged_AreDeadLettersAndTheRestGoesOn()
    {
        using var log = Numbers();
        log.Append([1, -5, 3, 4]);
        Database.Execute(_path, "UPDATE events SET value=x'00' WHERE position=2");
        var all = await log.ReadToEnd(0).WithDeadLetters().ToList();

        var letters = all.Select(each => each.DeadLetter).OfType<DeadLetter>().ToList();
        Assert.That(letters.Select(each => (each.Position, each.Source)), Is.EqualTo([(1L, _path), (2L, _path)]));
        Assert.That(
            letters.Select(each => each.Reason),
            Is.EqualTo(["below zero", "its checksum does not match: it is damaged"]));
        Assert.That(all[^1].Counts, Is.EqualTo(new ReadCounts(2, 2)));
        Assert.That(await log.ReadToEnd(0).Select(each => each.Value).ToList(), Is.EqualTo([1, 4]));
    }

    [Test]
    public async Task Truncate_Before_KeepsTheRestAndSaysWhatIsGone()
    {
        using var log = Numbers();
        log.Append([.. Enumerable.Range(0, 10)]);
        Assert.That((log.TruncateBefore(4), log.TruncateBefore(2)), Is.EqualTo((4, 0)));
        Assert.That((log.FirstPosition, log.NextPosition), Is.EqualTo((4, 10)));
        Assert.That(await log.ReadToEnd(4).Select(each => each.Value).ToList(), Is.EqualTo([4, 5, 6, 7, 8, 9]));
        Assert.That(
            async () => await log.ReadToEnd(3).ToList(),
            Throws.TypeOf<IOException>().With.Message.Contains("begins at position 4, and was to be read from 3"));
        Assert.That(() => log.TruncateBefore(11), Throws.TypeOf<ArgumentOutOfRangeException>());

        Assert.That(log.TruncateBefore(10), Is.EqualTo(6));
        Assert.That(log.Append(11), Is.EqualTo(10), "Positions are never given twice.");
    }

    [Test]
    public void ReadFrom_BehindTheEnd_IsAnotherLog()
    {
        using var log = Numbers();
        log.Append(1);
        Assert.That(
            async () => await log.ReadFrom(2).ToList(),
            Throws.TypeOf<IOException>().With.Message.Contains("ends at position 1, and was to be read from 2"));
    }

    [Test]
    public void Append_TooLarge_AppendsNoneOfTheBatch()
    {
        using var log = SqliteEventLog.OfInteractions(_path, new() { MaxEventBytes = 120 });
        var small = new Interaction(Start, InteractionKind.View, 1, 2);
        Assert.That(
            () => log.Append([small, small with { Brand = new string('b', 200) }]),
            Throws.TypeOf<ArgumentException>()
                .With.Message.Contains("Event 1 takes").And.Message.Contains("more than 120"));
        Assert.That(log.NextPosition, Is.Zero);
    }

    [Test]
    public async Task Dispose_WhileRead_EndsTheReaderWithAnError()
    {
        var log = Numbers();
        log.Append(1);
        var seen = new TaskCompletionSource();
        var reading = log.ReadFrom(0).Do(_ => seen.TrySetResult()).ToList().RunAsync(default);
        await seen.Task.WaitAsync(Patience);
        log.Dispose();
        Assert.That(async () => await reading.Timeout(Patience), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => log.Append(2), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void ReadFrom_ReaderThrows_IsAnError()
    {
        using var log = new SqliteEventLog<int>(
            _path, Write, (ReadOnlySpan<byte> _, out int _) => throw new InvalidOperationException("mine"));
        log.Append(1);
        Assert.That(
            async () => await log.ReadToEnd(0).ToList(),
            Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));
    }

    [Test]
    public void Open_StoreOfResults_IsRefused()
    {
        new SqliteResultStore(_path).Dispose();
        Assert.That(
            () => SqliteEventLog.OfInteractions(_path),
            Throws.TypeOf<IOException>().With.Message.Contains("not an event log"));
    }

    [TestCase(true, "2")]
    [TestCase(false, "1")]
    public void Open_SurvivesPowerLoss_SetsSynchronous(bool survives, string expected)
    {
        using var file = new SqliteFile(_path, LogSchema.Schema, survives, TimeSpan.Zero);
        Assert.That($"{file.Number("PRAGMA synchronous")}", Is.EqualTo(expected));
        Assert.That(new SqliteEventLogOptions().SurvivesPowerLoss, Is.True);
        Assert.That(new SqliteStoreOptions().SurvivesPowerLoss, Is.False);
    }

    private static void Write(int value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private static string? Read(ReadOnlySpan<byte> bytes, out int value)
    {
        value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return value < 0 ? "below zero" : null;
    }

    private SqliteEventLog<int> Numbers(SqliteEventLogOptions? options = null) => new(_path, Write, Read, options);
}
