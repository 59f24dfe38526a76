using System.Runtime.CompilerServices;
using RxRecs.Testing;

namespace RxRecs.Tests.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecs_EqualsCommittedText() => PublicApi.Check(typeof(RecsObservable).Assembly, Text("RxRecs.txt"));

    private static string Text(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "api", name);
}
