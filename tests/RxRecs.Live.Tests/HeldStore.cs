using RxRecs.Storage;

namespace RxRecs.Live;

/// <summary>Saves no state before it is let go on.</summary>
internal sealed class HeldStore : IResultStore, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InMemoryResultStore _inner = new();
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly TaskCompletionSource _isSaving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsSaving => _isSaving.Task;

    public void Release() => _mayGoOn.Set();

    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
    {
        if (checkpoint is not null)
        {
            _isSaving.TrySetResult();
            Assert.That(_mayGoOn.Wait(Patience), Is.True);
        }

        _inner.Save(name, results, checkpoint);
    }

    public void Save(string name, long position, ReadOnlySpan<byte> snapshot) =>
        _inner.Save(name, position, snapshot);

    public StoredSnapshots Load(string name) => _inner.Load(name);

    public void Delete(string name) => _inner.Delete(name);

    public IReadOnlyList<string> Names() => _inner.Names();

    public long LastNumber(string name) => _inner.LastNumber(name);

    public StoredResult? Find(string name, string key) => _inner.Find(name, key);

    public IEnumerable<StoredResult> ReadResults(string name) => _inner.ReadResults(name);

    public void Dispose() => _mayGoOn.Dispose();
}
