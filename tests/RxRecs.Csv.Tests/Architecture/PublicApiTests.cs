using RxRecs.Testing;

namespace RxRecs.Csv.Tests.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsCsv_EqualsCommittedText() =>
        PublicApi.Check(typeof(ShopEvents).Assembly, Text("RxRecs.Csv.txt"));

    private static string Text(string name) =>
        Path.Combine(Repository.Root, "tests", "RxRecs.Csv.Tests", "Architecture", "api", name);
}
