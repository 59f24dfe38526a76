using RxRecs.Storage;
using RxRecs.Testing;

namespace RxRecs.Postgres;

/// <summary>The store passes the checks that every store of this repository passes.</summary>
public sealed class StoreContractTests
{
    private static readonly string Schema = SharedServer.NewSchema();

    [TestCaseSource(nameof(Checks))]
    public void Store_EveryCheck_Passes(string check)
    {
        var server = SharedServer.Get();
        var options = new PostgresStoreOptions { Schema = Schema };
        StoreContract.Checks(() => new PostgresResultStore(server.ConnectionString, options))
            .Single(each => each.Id == check).Run();
    }

    // Known without a server: those of any store of results. Thousands of commits take a disk most of a minute.
    private static IEnumerable<TestCaseData> Checks()
    {
        var store = new InMemoryResultStore();
        return StoreContract.Checks(() => store).Select(each => each.Id == "R7.RandomHistory"
            ? new TestCaseData(each.Id).SetCategory("Slow")
            : new TestCaseData(each.Id));
    }
}
