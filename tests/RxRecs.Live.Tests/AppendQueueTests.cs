using RxRecs.Live.Events;
using RxRecs.Live.Messages;

namespace RxRecs.Live;

/// <summary>Tests what is written of what several send at once.</summary>
[TestFixture]
public sealed class AppendQueueTests
{
    [Test]
    public async Task AppendAsync_SeveralAtOnce_AreWrittenInOrderAndToldTheirPlaces()
    {
        var written = new List<Id>();
        using var isHeld = new ManualResetEventSlim();
        using var queue = new AppendQueue(messages =>
        {
            isHeld.Wait();
            var position = 100 + written.Count;
            written.AddRange(messages.Select(ItemOf));
            return position;
        });

        // While the first is written the others wait, and go together.
        Task<long?>[] appends =
            [queue.AppendAsync(Items(1)), queue.AppendAsync(Items(2, 3)), queue.AppendAsync(Items(4))];
        isHeld.Set();

        Assert.That(await Task.WhenAll(appends), Is.EqualTo(new long?[] { 100, 101, 103 }));
        Assert.That(written, Is.EqualTo(new Id[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task AppendAsync_WriteThatFails_IsToldAndTheNextIsWritten()
    {
        using var queue = new AppendQueue(
            messages => ItemOf(messages[0]) == 1 ? throw new InvalidOperationException("full") : null);

        Assert.That(() => queue.AppendAsync(Items(1)), Throws.TypeOf<IOException>().With.Message.EqualTo("full"));
        Assert.That(await queue.AppendAsync(Items(2)), Is.Null);
    }

    [Test]
    public void Dispose_WhileSomethingWaits_WritesIt()
    {
        var count = 0;
        var queue = new AppendQueue(messages => count += messages.Count);
        var appended = queue.AppendAsync(Items(1, 2));

        queue.Dispose();

        Assert.That(appended.IsCompletedSuccessfully, Is.True);
        Assert.That(count, Is.EqualTo(2));
    }

    private static MessageBatch Items(params long[] items) => MessageBatch.Of(
    [
        .. items.Select(each => new ShopMessage
        {
            EventType = "view", EventTime = DateTimeOffset.UnixEpoch, ProductId = (Id)each,
        }),
    ]);

    private static Id ItemOf(ReadOnlyMemory<byte> message)
    {
        Assert.That(ShopMessageFormat.Read(message.Span, out var read), Is.Null);
        return read.ProductId!.Value;
    }
}
