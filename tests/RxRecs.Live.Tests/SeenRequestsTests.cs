using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;
using RxRecs.Machines;

namespace RxRecs.Live;

/// <summary>Tests which messages of requests with a key count.</summary>
[TestFixture]
public sealed class SeenRequestsTests
{
    [Test]
    public void Take_RequestOfWhichSomeAreThere_TheOthersCount()
    {
        var seen = new SeenRequests(10);
        foreach (var place in new[] { 0, 1, 70 })
        {
            Assert.That(seen.Take(new(1, 2, place, 130)), Is.True);
        }

        var taken = Enumerable.Range(0, 130).Where(place => seen.Take(new(1, 2, place, 130)));

        Assert.That(taken, Is.EqualTo(Enumerable.Range(0, 130).Except([0, 1, 70])));
        Assert.That(Enumerable.Range(0, 130).Any(place => seen.Take(new(1, 2, place, 130))), Is.False);
    }

    [Test]
    public void Take_AnotherBody_CountsNot()
    {
        var seen = new SeenRequests(10);
        seen.Take(new(1, 2, 0, 1));

        Assert.That(seen.Take(new(1, 3, 1, 2)), Is.False);
        Assert.That(seen.Take(new(4, 3, 1, 2)), Is.True);
    }

    [Test]
    public void Take_MoreThanAreKept_ForgetsRequestsAndNotObjects()
    {
        var seen = new SeenRequests(2);
        for (var request = 0; request < 2; request++)
        {
            for (var place = 0; place < RequestPart.MostParts; place++)
            {
                seen.Take(new((UInt128)request, 2, place, RequestPart.MostParts));
            }
        }

        Assert.That(seen.Take(new(0, 2, 999, 1_000)), Is.False, "both are known");
        seen.Take(new(2, 2, 0, 1));
        Assert.That(seen.Take(new(1, 2, 999, 1_000)), Is.False);
        Assert.That(seen.Take(new(0, 2, 999, 1_000)), Is.True, "the oldest one is not");
    }

    [Test]
    public void Restore_Snapshot_KnowsTheSameAndTells()
    {
        var seen = new SeenRequests(10);
        seen.Take(new(UInt128.MaxValue - 5, ulong.MaxValue, 0, 1));
        seen.Take(new(7, 2, 65, 66));
        var told = new List<(UInt128, ulong)>();
        var restored = new SeenRequests(10) { OnNew = (request, body) => told.Add((request, body)) };

        var state = Save(seen);
        restored.Restore(new SnapshotReader(state));

        Assert.That(Save(restored), Is.EqualTo(state));
        Assert.That(told, Is.EqualTo(new[] { (UInt128.MaxValue - 5, ulong.MaxValue), ((UInt128)7, 2UL) }));
        Assert.That(restored.Take(new(UInt128.MaxValue - 5, ulong.MaxValue, 0, 1)), Is.False);
        Assert.That(restored.Take(new(7, 2, 65, 66)), Is.False);
        Assert.That(restored.Take(new(7, 2, 64, 66)), Is.True);
    }

    [Test]
    public void RequestPart_AsText_IsReadAgain()
    {
        var part = new RequestPart(UInt128.MaxValue / 3, 17, 999, 1_000);

        Assert.That(RequestPart.TryParse(part.ToString(), out var read), Is.True);
        Assert.That(read, Is.EqualTo(part));
    }

    [TestCase("")]
    [TestCase("order-1/0")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef-1-1")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef-0-1001")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef--1-1")]
    [TestCase("x123456789abcdef0123456789abcdef0123456789abcdef-0-1")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef-0")]
    public void RequestPart_OfAnotherForm_IsNone(string text) =>
        Assert.That(RequestPart.TryParse(text, out _), Is.False);

    private static byte[] Save(SeenRequests seen)
    {
        var writer = new SnapshotWriter(SnapshotCodecs.Default);
        seen.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
