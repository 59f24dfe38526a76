using RxRecs.Live.Pipeline;

namespace RxRecs.Live;

/// <summary>Tests which questions are answered.</summary>
[TestFixture]
public sealed class QuestionQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Answer_Waiting_AreAnsweredInOrder()
    {
        using var machine = new LiveMachine();
        var queue = new QuestionQueue(2);
        var order = new List<int>();
        queue.TryAdd(_ => order.Count, out var first);
        queue.TryAdd(
            _ =>
            {
                order.Add(1);
                return order.Count;
            },
            out var second);
        Assert.That(queue.TryAdd(_ => 0, out _), Is.False, "there is room for two");

        Assert.That(queue.Answer(machine), Is.EqualTo(2));

        Assert.That((await first, await second), Is.EqualTo((0, 1)));
        Assert.That(queue.Count, Is.Zero);
        Assert.That(queue.TryAdd(_ => 0, out _), Is.True, "there is room again");
    }

    [Test]
    public void End_Waiting_AreToldAndNobodyJoinsThem()
    {
        var queue = new QuestionQueue(2);
        queue.TryAdd(_ => 0, out var answered);

        queue.End();

        Assert.That(answered.Exception?.InnerException, Is.TypeOf<PipelineEndedException>());
        Assert.That(queue.TryAdd(_ => 0, out _), Is.False);
    }

    [Test]
    public async Task End_WhileOthersAsk_EveryQuestionTakenIsTold()
    {
        for (var round = 0; round < 200; round++)
        {
            var queue = new QuestionQueue(1_000);
            using var start = new Barrier(3);
            var asking = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                var taken = new List<Task>();
                while (queue.TryAdd(_ => 0, out var answered))
                {
                    taken.Add(answered);
                }

                return taken;
            })).ToArray();
            start.SignalAndWait();
            queue.End();
            foreach (var answered in (await Task.WhenAll(asking)).SelectMany(each => each))
            {
                await ((Task)answered.WaitAsync(Patience)).ContinueWith(
                    task => Assert.That(task.Exception?.InnerException, Is.TypeOf<PipelineEndedException>()),
                    TaskScheduler.Default);
            }
        }
    }
}
