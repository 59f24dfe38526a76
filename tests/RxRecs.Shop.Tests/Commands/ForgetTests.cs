namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of forgetting a user, as the console shows it.</summary>
[TestFixture]
[Parallelizable]
public sealed class ForgetTests
{
    private static readonly string Case = Repository.Case("001_input.csv");

    [Test]
    public void Forget_OfAUser_LeavesTheListsAndTheStateWithoutThem()
    {
        var run = ShopConsole.Run("forget", "--json", "--users", "1001", Case);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var forgotten = run.Json("forgotten").Single();
        Assert.That(forgotten.Id("events"), Is.EqualTo(
            File.ReadLines(Case).Count(line => line.Contains(",1001,", StringComparison.Ordinal))));
        Assert.That(forgotten.Id("events_kept"), Is.Zero);
        var lists = run.Json("forgotten_lists").Single();
        Assert.That(lists.Id("lists_equal"), Is.EqualTo(lists.Id("lists")).And.GreaterThan(1));
        Assert.That(lists.GetProperty("state_equal").GetBoolean(), Is.True);
    }

    [Test]
    public void Forget_WithoutANamedUser_ForgetsTheFirst()
    {
        var run = ShopConsole.Run("forget", Case);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("1001").And.Contain("byte for byte"));
    }

    [Test]
    public void Forget_OfMoreThanIsRemembered_SaysSo()
    {
        var run = ShopConsole.Run("forget", "--json", "--users", "1001", "--remember", "2", Case);

        Assert.That(run.Json("forgotten").Single().Id("events_kept"), Is.Positive);
        Assert.That(run.Json("notice").Single().Text("text"), Does.Contain("--remember"));
        Assert.That(run.Json("forgotten_lists").Single().GetProperty("state_equal").GetBoolean(), Is.False);
    }

    [Test]
    public void Forget_OfAnUnknownUser_SaysSo()
    {
        var run = ShopConsole.Run("forget", "--json", "--users", "4711", Case);

        Assert.That(run.Json("forgotten").Single().GetProperty("known").GetBoolean(), Is.False);
        Assert.That(run.Json("notice").Single().Text("text"), Does.Contain("Unknown user 4711"));
        Assert.That(run.Json("forgotten_lists").Single().GetProperty("state_equal").GetBoolean(), Is.True);
    }
}
