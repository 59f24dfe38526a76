using RxRecs.Live.Pipeline;

namespace RxRecs.Live;

/// <summary>Tests the queue between two threads.</summary>
[TestFixture]
public sealed class MessageQueueTests
{
    [Test]
    public async Task TryTake_WhatAnotherThreadAdds_ComesInOrderAndAllOfIt()
    {
        const int count = 20_000;
        using var queue = new MessageQueue<int>(64);
        var adding = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                queue.Add(i, CancellationToken.None);
            }
        });

        for (var next = 0; next < count;)
        {
            if (queue.TryTake(out var taken))
            {
                Assert.That(taken, Is.EqualTo(next++));
            }
            else
            {
                Thread.Yield();
            }
        }

        await adding;
        Assert.That(queue.TryTake(out _), Is.False);
        Assert.That(queue.Count, Is.Zero);
    }

    [Test]
    public void Add_FullQueueAndTheEnd_DoesNotWaitForEver()
    {
        using var queue = new MessageQueue<string>(2);
        queue.Add("a", CancellationToken.None);
        queue.Add("b", CancellationToken.None);

        Assert.That(() => queue.Add("c", new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(queue.Count, Is.EqualTo(2));
        Assert.That(queue.TryTake(out var first) && queue.TryTake(out _), Is.True);
        Assert.That(first, Is.EqualTo("a"));
    }
}
