using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Settings;

public sealed class AdminQuestionsTests : BrokerTests
{
    /// <summary>A client that owes an answer has freed what it would use for the next one, and what its disposal frees
    /// again: either ends the process.</summary>
    [Test]
    public async Task AskAsync_NeverAnswered_TheClientIsLeftAloneAndTheNextQuestionGoesToAnother()
    {
        var made = new List<IAdminClient>();
        await using var questions = new AdminQuestions(Connect, new ImpatientClock());
        var owed = new TaskCompletionSource<string>();

        var failure = await Assert.ThrowsAsync<KafkaException>(() => questions.AskAsync(_ => owed.Task, Patience));
        var second = await questions.AskAsync(Task.FromResult, Patience);

        Assert.That(failure!.Error.Code, Is.EqualTo(ErrorCode.Local_TimedOut));
        Assert.That(made, Has.Count.EqualTo(2));
        Assert.That(second, Is.SameAs(made[1]));
        made[0].Dispose();

        IAdminClient Connect()
        {
            made.Add(new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers })
                .Build());
            return made[^1];
        }
    }

    [Test]
    public async Task AskAsync_TwoAtATime_OneAfterTheOther()
    {
        await using var questions = new AdminQuestions(Connect);
        var (first, asked) = (new TaskCompletionSource<int>(), new List<int>());

        var one = questions.AskAsync(_ => Put(1, first.Task), Patience);
        var two = questions.AskAsync(_ => Put(2, Task.FromResult(2)), Patience);
        Assert.That(asked, Is.EqualTo([1]));
        first.SetResult(1);

        Assert.That((await one, await two), Is.EqualTo((1, 2)));
        Assert.That(asked, Is.EqualTo([1, 2]));

        Task<int> Put(int number, Task<int> answer)
        {
            asked.Add(number);
            return answer;
        }
    }

    [Test]
    public async Task DisposeAsync_AQuestionIsUnanswered_WaitsAndTakesNoOther()
    {
        var questions = new AdminQuestions(Connect);
        var answer = new TaskCompletionSource<int>();
        var asked = questions.AskAsync(_ => answer.Task, Patience);

        var disposed = questions.DisposeAsync();
        Assert.That(disposed.IsCompleted, Is.False);
        answer.SetResult(7);
        await disposed;

        Assert.That(await asked, Is.EqualTo(7));
        await Assert.ThrowsAsync<KafkaException>(() => questions.AskAsync(_ => Task.FromResult(1), Patience));
    }

    private IAdminClient Connect() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers }).Build();

    /// <summary>Whoever waits has waited for long enough.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
