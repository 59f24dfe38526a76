using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace RxRecs;

/// <summary>Checks laws over many random cases; compiled into every test project that has some.</summary>
internal static class Laws
{
    /// <summary>The factor on the usual number of cases: <c>RXRECS_LAW_TIMES</c>, 1 where it is not set.</summary>
    private static readonly int Times =
        int.Parse(Environment.GetEnvironmentVariable("RXRECS_LAW_TIMES") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Tries generated cases; the first that breaks the law fails the test, with its seed.</summary>
    public static void Holds(this Property law, int cases = 100) =>
        law.Check(Config.QuickThrowOnFailure.WithMaxTest(cases * Times));
}
