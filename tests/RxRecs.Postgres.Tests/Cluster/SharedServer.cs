using RxRecs.Postgres.Cluster;

// In no folder's namespace: it stands around all tests of the assembly.
namespace RxRecs.Postgres;

/// <summary>One server for all tests here; started when first asked for, wiped after the last.</summary>
[SetUpFixture]
public sealed class SharedServer
{
    private static readonly Lock Gate = new();
    private static PostgresCluster? _cluster;
    private static int _schemas;

    /// <summary>The server; skips the test where there is none on this machine.</summary>
    internal static PostgresCluster Get()
    {
        lock (Gate)
        {
            if (_cluster is null)
            {
                if (PostgresPrograms.Find(out var reason) is not { } programs)
                {
                    Assert.Ignore(reason);
                    throw new InvalidOperationException(reason);
                }

                _cluster = new PostgresCluster(programs);
            }

            return _cluster;
        }
    }

    /// <summary>A name of a schema that no other test uses.</summary>
    internal static string NewSchema() => $"test \"{Interlocked.Increment(ref _schemas)}";

    [OneTimeTearDown]
    public static void Wipe() => _cluster?.Dispose();
}
