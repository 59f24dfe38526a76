using RxRecs.Storage;

namespace RxRecs.Testing;

/// <summary>
/// Holds the checks that every store of snapshots, and every store of results, must pass. Any test framework can run
/// them, one test for each.
/// </summary>
public static class StoreContract
{
    /// <summary>Makes the checks of a store of snapshots; a store of results gets those of results as well.</summary>
    /// <param name="open">
    /// The function that opens the store, as a process does after a restart, empty at first; called several times by
    /// each check, and the store is disposed each time if it can be. For a store in memory it gives the same object
    /// each time.
    /// </param>
    /// <returns>The checks; each uses names of its own, so that they may run over one store.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="open"/> is null.</exception>
    public static IReadOnlyList<ContractCheck> Checks(Func<ISnapshotStore> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var store = open();
        (store as IDisposable)?.Dispose();
        var checks = SnapshotStoreChecks.All(open);
        if (store is IResultStore)
        {
            checks = checks.Concat(ResultStoreChecks.All(() => (IResultStore)open()));
        }

        return [.. checks.Select(check => new ContractCheck(check.Id, null, check.Run))];
    }
}
