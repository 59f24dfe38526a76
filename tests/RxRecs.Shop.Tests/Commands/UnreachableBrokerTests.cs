using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>
/// Without a broker that answers, a command says so once and ends. Each waits ten seconds for one, and all do so at the
/// same time.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class UnreachableBrokerTests
{
    [TestCase("replay")]
    [TestCase("lambda")]
    [TestCase("demo")]
    public void Broker_Unreachable_IsOneSentenceAnd1(string command)
    {
        var run = ShopConsole.Run(command, "--broker", "127.0.0.1:9");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput), run.Error);
        Assert.That(run.Error.TrimEnd(), Does.StartWith("No broker answers at 127.0.0.1:9").And.Not.Contain("\n"));
    }
}
