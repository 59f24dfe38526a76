using RxRecs.Testing;

namespace RxRecs.Tests.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecs_EqualsCommittedText() =>
        PublicApi.Check(typeof(RecsObservable).Assembly, Text("RxRecs.txt"));

    [Test]
    public void PublicApi_OfRxRecsTesting_EqualsCommittedText() =>
        PublicApi.Check(typeof(ContractSuite).Assembly, Text("RxRecs.Testing.txt"));

    private static string Text(string name) =>
        Path.Combine(Repository.Root, "tests", "RxRecs.Tests", "Architecture", "api", name);
}
