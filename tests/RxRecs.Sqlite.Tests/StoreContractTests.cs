using RxRecs.Storage;
using RxRecs.Testing;

namespace RxRecs.Sqlite;

/// <summary>Every store of this repository passes the same checks.</summary>
public sealed class StoreContractTests
{
    [TestCaseSource(nameof(Checks))]
    public void Store_EveryCheck_Passes(string store, string check)
    {
        using var folder = new TemporaryFolder();
        StoreContract.Checks(Open(store, folder)).Single(each => each.Id == check).Run();
    }

    [Test]
    public void Checks_OfAStoreThatRepeats_Fail()
    {
        var inner = new InMemoryResultStore();
        var failed =
            StoreContract.Checks(() => new RepeatingStore(inner)).Where(Fails).Select(each => each.Id).ToList();
        Assert.That(failed, Does.Contain("R2.RepeatsAreLeftOut").And.Contain("R7.RandomHistory"));
    }

    [Test]
    public void Checks_OfAStoreThatKeepsTheBytesItself_Fail()
    {
        var store = new KeepingStore();
        var failed = StoreContract.Checks(() => store).Where(Fails).Select(each => each.Id).ToList();
        Assert.That(failed, Is.EqualTo(["R3.BytesAreTheCallers"]));
    }

    [Test]
    public void Checks_OfAStoreThatKeepsNoState_Fail()
    {
        var failed =
            StoreContract.Checks(() => new InMemoryResultStore()).Where(Fails).Select(each => each.Id).ToList();
        Assert.That(failed, Is.EquivalentTo([
            "S1.TwoNewest", "R1.NewestOfEachKey", "R2.RepeatsAreLeftOut", "R3.WithCheckpoint", "R7.RandomHistory"]));
    }

    private static bool Fails(ContractCheck check)
    {
        try
        {
            check.Run();
            return false;
        }
        catch (ContractException)
        {
            return true;
        }
    }

    private static IEnumerable<TestCaseData> Checks()
    {
        foreach (var store in new[] { "memory", "memory of results", "file", "sqlite" })
        {
            using var folder = new TemporaryFolder();
            foreach (var check in StoreContract.Checks(Open(store, folder)))
            {
                yield return new TestCaseData(store, check.Id);
            }
        }
    }

    private static Func<ISnapshotStore> Open(string store, TemporaryFolder folder)
    {
        ISnapshotStore memory = store == "memory" ? new InMemorySnapshotStore() : new InMemoryResultStore();
        return store switch
        {
            "file" => () => new FileSnapshotStore(folder.Path),
            "sqlite" => () => new SqliteResultStore(folder.File("results.db")),
            _ => () => memory,
        };
    }

    /// <summary>A store that upserts without looking at numbers.</summary>
    private sealed class RepeatingStore(InMemoryResultStore store) : ForwardingStore(store)
    {
        public override void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
        {
            var rows = new List<StoredResult>();
            foreach (var result in results)
            {
                var last = rows.Count > 0 ? rows[^1].Number : LastNumber(name);
                rows.Add(new(result.Key, Math.Max(last + 1, result.Number), result.Time, result.Value));
            }

            base.Save(name, rows.ToArray(), checkpoint);
        }
    }

    /// <summary>A store that gives the state back in the memory in which it came.</summary>
    private sealed class KeepingStore() : ForwardingStore(new())
    {
        private readonly Dictionary<(string Name, long Position), StoredSnapshot> _given = [];

        public override void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
        {
            base.Save(name, results, checkpoint);
            if (checkpoint is not null)
            {
                _given[(name, checkpoint.Position)] = checkpoint;
            }
        }

        public override StoredSnapshots Load(string name) => new(
            [.. base.Load(name).Select(each => _given.GetValueOrDefault((name, each.Position), each))], []);
    }

    private abstract class ForwardingStore(InMemoryResultStore store) : IResultStore
    {
        public virtual void Save(
            string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null) =>
            store.Save(name, results, checkpoint);

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot) =>
            store.Save(name, position, snapshot);

        public virtual StoredSnapshots Load(string name) => store.Load(name);

        public void Delete(string name) => store.Delete(name);

        public IReadOnlyList<string> Names() => store.Names();

        public long LastNumber(string name) => store.LastNumber(name);

        public StoredResult? Find(string name, string key) => store.Find(name, key);

        public IEnumerable<StoredResult> ReadResults(string name) => store.ReadResults(name);
    }
}
