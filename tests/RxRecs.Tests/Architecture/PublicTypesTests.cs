namespace RxRecs.Tests.Architecture;

/// <summary>A type that is public is there for a reader: the list of types names it.</summary>
public sealed class PublicTypesTests
{
    /// <summary>
    /// The types that one <c>using RxRecs</c> brings. Recommenders and their evaluation, machines and what else can be
    /// of your own, and stores have namespaces of their own.
    /// </summary>
    private const int Most = 90;

    [Test]
    public void PublicTypes_OfTheFirstNamespace_AreFew() =>
        Assert.That(ExportedTypes().Count(type => type.Namespace == "RxRecs"), Is.LessThanOrEqualTo(Most));

    [Test]
    public void PublicTypes_OfRxRecs_AreNamedInTheDocument() =>
        Assert.That(PublicTypes().Except(Named()), Is.Empty, "docs/api.md says of each type what it is for.");

    [Test]
    public void Document_NamesNothingElse() =>
        Assert.That(Named().Except(PublicTypes().Concat(Operators())), Is.Empty, "docs/api.md names what is gone.");

    private static HashSet<string> PublicTypes() =>
        [.. ExportedTypes().Select(Name)];

    private static IEnumerable<Type> ExportedTypes() =>
        typeof(RecsObservable).Assembly.GetExportedTypes().Where(type => !type.IsNested);

    private static IEnumerable<string> Operators() =>
        typeof(RecsObservable).GetMethods().Select(method => method.Name).Append("RxRecs");

    private static string Name(Type type) => type.Name.Split('`')[0];

    /// <summary>
    /// Returns what stands between backticks, which is every other part, before the section of the other packages.
    /// </summary>
    private static HashSet<string> Named() =>
    [
        nameof(RecsObservable),
        .. File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md")).Split("\n## Other packages")[0].Split('`')
            .Where((_, place) => place % 2 == 1)
            .Where(name => char.IsUpper(name[0]) && name.All(char.IsLetter)),
    ];
}
