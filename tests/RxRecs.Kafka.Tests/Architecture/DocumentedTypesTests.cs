using System.Reflection;

namespace RxRecs.Kafka.Architecture;

/// <summary>Public types are named where a user reads of them; types that no user needs are not public.</summary>
public sealed class DocumentedTypesTests
{
    /// <summary>The types that one <c>using RxRecs.Kafka</c> brings; replays have a namespace of their own.</summary>
    private const int Most = 33;

    private static readonly Assembly[] Packages = [typeof(KafkaSource).Assembly, typeof(EmbeddedBroker).Assembly];

    [Test]
    public void PublicTypes_AreNamedInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "kafka.md"));
        var inCode = guide.Split('\n').SelectMany(CodeOf).SelectMany(each => each.Split('.', '<', '>', '(', ' '))
            .ToHashSet();

        Assert.That(Names(Packages).Where(name => !inCode.Contains(name)), Is.Empty);
    }

    [Test]
    public void PublicTypes_OfTheFirstNamespace_AreFew() => Assert.That(
        typeof(KafkaSource).Assembly.GetExportedTypes().Count(each => each.Namespace == typeof(KafkaSource).Namespace),
        Is.LessThanOrEqualTo(Most));

    [Test]
    public void Sources_Parameters_BeginWithTheSettingsAndEndWithTheToken()
    {
        var sources = typeof(KafkaSource).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(each => each.GetParameters()[0].ParameterType == typeof(KafkaSettings)).ToList();

        Assert.That(sources, Has.Count.EqualTo(14));
        string[] order =
        [
            "settings", "options", "lines", "merge", "history", "parser", "pipeline", "handler", "handling",
            "cancellationToken",
        ];
        foreach (var names in sources.Select(each => each.GetParameters().Select(one => one.Name!).ToList()))
        {
            Assert.That(names, Is.EqualTo(order.Where(names.Contains)));
            Assert.That(names, Does.Contain("settings").And.Contain("options").And.Contain("cancellationToken"));
        }
    }

    // Every second part of a line stands between backticks.
    private static IEnumerable<string> CodeOf(string line) => line.Split('`').Where((_, n) => n % 2 == 1);

    private static IEnumerable<string> Names(params Assembly[] assemblies) =>
        assemblies.SelectMany(each => each.GetExportedTypes()).Select(each => each.Name.Split('`')[0]);
}
