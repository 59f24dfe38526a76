namespace RxRecs.Outside.Tests;

/// <summary>
/// Every C# example of every document compiles as it stands and runs, and prints what the block of text behind it says,
/// if there is one.
/// </summary>
[NonParallelizable]
public sealed class DocumentExampleTests
{
    /// <summary>
    /// Examples that need a broker, a database or a receiver, that are to fail, or that go on until they are stopped:
    /// their document, a piece of their code, and the tests that run them.
    /// </summary>
    private static readonly (string Document, string Code, string Tests)[] RunByOtherTests =
    [
        ("docs/handlers.md", "PutAsync", nameof(ServedExampleTests)),
        ("docs/hosting.md", "WebApplication", "RxRecs.Hosting.OutsideWebTests"),
        ("docs/hosting.md", "AddKeyedRxRecs", nameof(ServedExampleTests)),
        ("docs/kafka.md", "CancelKeyPress", "RxRecs.Kafka.GuideTests"),
        ("docs/postgres.md", "CancelKeyPress", nameof(PostgresExampleTests)),
        ("docs/postgres.md", "PostgresChanges", nameof(PostgresExampleTests)),
        ("docs/triggers.md", "KafkaSink", nameof(ServedExampleTests)),
        ("docs/webhooks.md", "args[0]", nameof(ServedExampleTests)),
        ("src/RxRecs.Testing/README.md", "// the fault", "RxRecs.Tests.Contract.ReadmeTests"),
    ];

    [TestCaseSource(nameof(Examples))]
    public void Example_AsItStands_Compiles(object example) =>
        Assert.That(((DocumentExample)example).Complaints(), Is.Empty);

    [TestCaseSource(nameof(ExamplesWithOutput))]
    public void Example_Run_PrintsWhatTheDocumentSays(object example)
    {
        var printed = ((DocumentExample)example).Run();

        Assert.That(printed, Is.EqualTo(((DocumentExample)example).Output), printed);
    }

    [TestCaseSource(nameof(ExamplesWithoutOutput))]
    public void Example_Run_EndsWithoutAnError(object example) =>
        Assert.That(() => ((DocumentExample)example).Run(), Throws.Nothing);

    [Test]
    public void ExamplesOfOtherTests_Each_IsThereAndClaimsNoOutput()
    {
        foreach (var (document, code, tests) in RunByOtherTests)
        {
            Assert.That(DocumentExamples.Of(document, code).Output, Is.Null, $"{document}: {tests} compares no output.");
        }
    }

    private static IEnumerable<TestCaseData> Examples() => DocumentExamples.All().Select(Named);

    private static IEnumerable<TestCaseData> ExamplesWithOutput() =>
        DocumentExamples.All().Where(static example => example.Output is not null).Select(Named);

    /// <summary>Those of DynamicData take a screen as given, and only compile.</summary>
    private static IEnumerable<TestCaseData> ExamplesWithoutOutput() => DocumentExamples.All()
        .Where(static example => example.Output is null && example.IsProgram && !example.IsOfDynamicData)
        .Where(static example => !IsRunByOtherTests(example))
        .Select(Named);

    private static bool IsRunByOtherTests(DocumentExample example) => RunByOtherTests.Any(each =>
        each.Document == example.Document && example.Code.Contains(each.Code, StringComparison.Ordinal));

    private static TestCaseData Named(DocumentExample example) =>
        new TestCaseData(example).SetArgDisplayNames(example.ToString());
}
