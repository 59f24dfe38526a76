using System.Data.Common;

namespace RxRecs.Postgres;

/// <summary>The changes of a table; each subscription reads on a connection and a thread of its own.</summary>
internal sealed class ChangeObservable<T>(
    string connectionString, Func<DbDataReader, T> read, PostgresChangesOptions options) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new ChangeSubscription<T>(
            new ChangeReader<T>(
                new PostgresServer(connectionString, schema: null, options.Retry, options.Configure), read, options),
            observer);
        if (!options.IsLoadedFirst || subscription.Load())
        {
            new Thread(subscription.Follow) { IsBackground = true, Name = "RxRecs changes of a table" }.Start();
        }

        return subscription;
    }
}
