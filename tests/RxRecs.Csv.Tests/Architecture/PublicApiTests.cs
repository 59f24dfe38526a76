using System.Runtime.CompilerServices;
using RxRecs.Testing;

namespace RxRecs.Csv.Tests.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsCsv_EqualsCommittedText() =>
        PublicApi.Check(typeof(ShopEvents).Assembly, Text("RxRecs.Csv.txt"));

    private static string Text(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "api", name);
}
