using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

/// <summary>The examples of the README of RxRecs.Testing run and are word for word what is here.</summary>
public sealed class ReadmeTests
{
    private const string Usings = "using RxRecs;\nusing RxRecs.Analytics;\nusing RxRecs.Machines;\nusing RxRecs.Testing;\n\n";
    private static readonly string[] Faults = ["C6.TwoSubscriptionsInTurn", "C6.TwoSubscriptionsAtOnce"];

    [Test]
    public void Example_OneMachineForAllSubscriptions_IsFound()
    {
        var breach = Assert.Throws<ContractException>(Example)!;

        var ids = breach.Message.Split(Environment.NewLine).Where(line => line.StartsWith('C'))
            .Select(line => line.Split(':')[0]);
        Assert.That(ids, Is.EqualTo(Faults));
        Assert.That(Readme(), Does.Contain(string.Join(" and ", Faults.Select(each => $"`{each}`"))));
    }

    [Test]
    public void Example_OneMachinePerSubscription_KeepsTheContract() => Assert.That(
        () => ContractSuite.Check(
            source => source.RunMachine(
                () => new RunningStatisticsMachine<Interaction>(each => (double?)each.Price)),
            SampleInteractions.Disordered(new Random(1), 300)),
        Throws.Nothing);

    [Test]
    public void ExampleOfACase_OneMachineForAllSubscriptions_IsFound()
    {
        var breaches = new PriceStatisticsCase().Checks().Where(IsBroken).Select(each => each.Id);

        Assert.That(breaches, Is.EqualTo(Faults));
    }

    [Test]
    public void ExampleOfLawsAndTime_Statistics_KeepsThem()
    {
        // Laws begin
        var events = SampleInteractions.Disordered(new Random(1), 300).OrderBy(each => each.EventTime).ToList();
        var lateness = TimeSpan.FromMinutes(10);

        OperatorLaws.CheckSnapshot(
            () => new RunningStatisticsMachine<Interaction>(each => (double?)each.Price), events);
        OperatorLaws.CheckDisorder(
            source => source.Reorder(each => each.EventTime, new() { AllowedLateness = lateness }),
            events, each => each.EventTime, lateness);

        var recorder = VirtualTimeDriver.Play(
            (source, scheduler) => source.Reorder(
                each => each.EventTime,
                new() { AllowedLateness = lateness, IdleTimeout = TimeSpan.FromMinutes(20), Scheduler = scheduler }),
            events, each => each.EventTime, quiet: TimeSpan.FromHours(1));
        Console.WriteLine($"{recorder.Notifications[^2].Timestamp}, {recorder.IsCompleted}, {recorder.Breach}");
        // Laws end
        Assert.That(recorder.Breach, Is.Null);
        Assert.That(recorder.Results, Is.EqualTo(events));
        Assert.That(
            recorder.Notifications[^2].Timestamp,
            Is.LessThan(recorder.Notifications[^1].Timestamp),
            "The last event came out by the idle timeout, before the end.");
    }

    [Test]
    public void Example_InTheReadme_IsWhatRuns()
    {
        var code = $"{Part("ReadmeTests.cs", indent: 8)}\n{Part("ShopObservable.cs", indent: 0)}";

        Assert.That(Readme(), Does.Contain($"```csharp\n{Usings}{code}```\n"));
        Assert.That(code.Split('\n').Count(line => line.Length > 0), Is.AtMost(15));
        Assert.That(Readme(), Does.Contain($"```csharp\n{Part("PriceStatisticsCase.cs", indent: 0)}```\n"));
        Assert.That(Readme(), Does.Contain($"```csharp\n{Part("ReadmeTests.cs", indent: 8, name: "Laws")}```\n"));
    }

    [Test]
    public void PublicTypes_All_AreNamedInTheReadme()
    {
        var names = typeof(ContractSuite).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0]);

        Assert.That(names.Distinct().Where(name => !IsNamed(name)), Is.Empty);
        Assert.That(IsNamed("Contract"), Is.False, "The test finds a name that is a part of others.");
    }

    private static void Example()
    {
        // Readme begins
        var events = SampleInteractions.Disordered(new Random(1), 300);
        ContractSuite.Check(source => source.PriceStatistics(each => (double?)each.Price), events);
        // Readme ends
    }

    private static bool IsBroken(ContractCheck check)
    {
        try
        {
            check.Run();
            return false;
        }
        catch (ContractException)
        {
            return true;
        }
    }

    private static bool IsNamed(string type) => Readme().Split('`').Any(code => code.Split('<', '.', '(')[0] == type);

    private static string Readme() => File
        .ReadAllText(Path.Combine(Repository.Root, "src", "RxRecs.Testing", "README.md"))
        .ReplaceLineEndings("\n");

    private static string Part(string file, int indent, string name = "Readme")
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "RxRecs.Tests", "Contract", file));
        var begin = Array.FindIndex(lines, line => IsMark(line, name, "begin"));
        var end = Array.FindIndex(lines, line => IsMark(line, name, "end"));
        return string.Concat(
            lines[(begin + 1)..end].Select(line => (line.Length > indent ? line[indent..] : "") + "\n"));
    }

    private static bool IsMark(string line, string name, string mark) =>
        line.Trim() == $"// {name} {mark}" || line.Trim() == $"// {name} {mark}s";
}
