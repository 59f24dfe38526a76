namespace RxRecs.Async;

[TestFixture]
public sealed class ReadAheadTests
{
    [Test]
    public void ReadAhead_AnyCount_GivesAllInOrder(
        [Values(1, 2, 7, 8, 9, 64, 8192)] int count, [Values(0, 1, 7, 8, 63, 64, 65, 20_000)] int length) =>
        Assert.That(Enumerable.Range(0, length).ReadAhead(count), Is.EqualTo(Enumerable.Range(0, length)));

    [Test]
    public void ReadAhead_EnumeratedTwice_EnumeratesTheSourceAnew()
    {
        var values = Enumerable.Range(0, 100).ReadAhead(10);
        Assert.That(values.Concat(values).Count(), Is.EqualTo(200));
    }

    [Test]
    public void ReadAhead_Enumeration_RunsOnAThreadOfItsOwnOnceAValueIsAskedFor()
    {
        var reader = 0;
        IEnumerable<int> Source()
        {
            reader = Environment.CurrentManagedThreadId;
            yield return 1;
        }

        using var values = Source().ReadAhead(4).GetEnumerator();
        Assert.That(reader, Is.Zero);
        Assert.That(values.MoveNext(), Is.True);
        Assert.That(reader, Is.Not.Zero.And.Not.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void ReadAhead_SlowReader_IsAheadByNoMoreThanTheCount([Values(1, 3, 16, 100)] int count)
    {
        var read = 0;
        var mostAhead = 0;
        var source = Enumerable.Range(0, 1000).Select(value =>
        {
            Volatile.Write(ref read, value + 1);
            return value;
        });
        foreach (var value in source.ReadAhead(count))
        {
            Thread.Yield();
            mostAhead = Math.Max(mostAhead, Volatile.Read(ref read) - value);
        }

        Assert.That(mostAhead, Is.LessThanOrEqualTo(count));
    }

    [Test]
    public void ReadAhead_SourceFails_ThrowsBehindTheValuesBefore([Values(0, 1, 7, 8, 1000)] int before)
    {
        IEnumerable<int> Source()
        {
            for (var i = 0; i < before; i++)
            {
                yield return i;
            }

            throw new InvalidDataException("row");
        }

        var seen = new List<int>();
        Assert.That(
            () =>
            {
                foreach (var value in Source().ReadAhead(8))
                {
                    seen.Add(value);
                }
            },
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("row"));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, before)));
    }

    [Test]
    public void ReadAhead_LoopIsLeft_DisposesTheSourceBeforeItGoesOn([Values(1, 8, 64)] int count)
    {
        var isDisposed = false;
        IEnumerable<int> Source()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    yield return i;
                }
            }
            finally
            {
                Volatile.Write(ref isDisposed, true);
            }
        }

        Assert.That(Source().ReadAhead(count).Take(100), Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(Volatile.Read(ref isDisposed), Is.True);
    }

    [Test]
    public void ReadAhead_NeverEnumerated_CanBeDisposed()
    {
        using var values = Enumerable.Range(0, 3).ReadAhead(2).GetEnumerator();
        values.Dispose();
        Assert.That(values.MoveNext, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void ReadAhead_AfterTheEnd_StaysThere()
    {
        using var values = Enumerable.Range(0, 3).ReadAhead(2).GetEnumerator();
        while (values.MoveNext())
        {
        }

        Assert.That(values.MoveNext(), Is.False);
    }

    [Test]
    public void ReadAhead_SteadyState_AllocatesNothing()
    {
        var row = new Interaction(DateTimeOffset.UnixEpoch, InteractionKind.View, 1, 2);
        using var values = Enumerable.Repeat(row, 200_000).ReadAhead(1024).GetEnumerator();
        for (var i = 0; i < 10_000; i++)
        {
            values.MoveNext();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (values.MoveNext())
        {
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void ReadAhead_NoRoom_IsRefused(int count) => Assert.That(
        () => Array.Empty<int>().ReadAhead(count),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("count"));
}
