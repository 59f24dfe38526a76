using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

/// <summary>The example of the README of RxRecs.Testing runs, finds its fault, and is word for word what is here.</summary>
public sealed class ReadmeTests
{
    private const string Usings =
        "using System.Reactive.Concurrency;\nusing RxRecs;\nusing RxRecs.Machines;\nusing RxRecs.Testing;\n\n";

    [Test]
    public void Example_OneMachineForAllSubscriptions_IsFound()
    {
        // Readme begins
        var breaches = new List<string>();
        foreach (var check in new PriceStatisticsCase().Checks())
        {
            try
            {
                check.Run();
            }
            catch (ContractException breach)
            {
                breaches.Add(breach.Message);
            }
        }

        Console.WriteLine(string.Join(Environment.NewLine, breaches));
        // Readme ends
        var ids = breaches.Select(each => each.Split(':')[0]).ToList();
        Assert.That(ids, Is.EqualTo(new[] { "C6.TwoSubscriptionsInTurn", "C6.TwoSubscriptionsAtOnce" }));
        Assert.That(Readme(), Does.Contain(string.Join(" and ", ids.Select(each => $"`{each}`"))));
    }

    [Test]
    public void Example_OneMachinePerSubscription_KeepsTheContract()
    {
        foreach (var check in Corrected.New().Checks())
        {
            Assert.That(check.Run, Throws.Nothing);
        }
    }

    [Test]
    public void Example_InTheReadme_IsWhatRuns()
    {
        var loop = Part("ReadmeTests.cs", indent: 8);
        var types = Part("PriceStatisticsCase.cs", indent: 0);

        Assert.That(
            Readme(),
            Does.Contain($"```csharp\n{Usings}{loop}\n{types}```\n"),
            "Copy the loop of ReadmeTests.cs and the types of PriceStatisticsCase.cs.");
    }

    private static string Readme() => File
        .ReadAllText(Path.Combine(Repository.Root, "src", "RxRecs.Testing", "README.md"))
        .ReplaceLineEndings("\n");

    private static string Part(string file, int indent)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "RxRecs.Tests", "Contract", file));
        var begin = Array.FindIndex(lines, line => line.Trim() == "// Readme begins");
        var end = Array.FindIndex(lines, line => line.Trim() == "// Readme ends");
        return string.Concat(
            lines[(begin + 1)..end].Select(line => (line.Length > indent ? line[indent..] : "") + "\n"));
    }

    /// <summary>No public constructor without parameters: not to be found among the real cases.</summary>
    private sealed class Corrected : InteractionCase<Statistics>
    {
        private Corrected()
        {
        }

        public override string Operator => nameof(ShopObservable.PriceStatistics);

        public static Corrected New() => new();

        public override IObservable<Statistics> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
        {
            var priceSelector = faults.Wrap((Interaction each) => (double?)each.Price);
            return source.RunMachine(() => new RunningStatisticsMachine<Interaction>(priceSelector));
        }
    }
}
