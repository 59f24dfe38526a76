namespace RxRecs.Shop.Broker;

/// <summary>
/// A writer and its readers, all at once. When the writer has ended, by itself or by Ctrl-C, the readers read what is
/// there and end as well; when one of them fails, so do all.
/// </summary>
internal static class SideBySide
{
    // After Ctrl-C the readers catch up within a second or so, unless the broker has gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Runs a reader until the given task has ended and all has been read, or until cancelled.</summary>
    public delegate Task Reader(Task inputOver, CancellationToken cancellation);

    public static async Task RunAsync(
        Func<CancellationToken, Task> write, IEnumerable<Reader> readers, CancellationToken stop)
    {
        using var failed = new CancellationTokenSource();
        await using var patience = stop.Register(() => failed.CancelAfter(Patience));
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(stop, failed.Token);
        var inputOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.WhenAll(readers.Select(reader => ReadAsync(reader, inputOver.Task, failed)).ToList());
        try
        {
            await write(stopped.Token);
        }
        catch
        {
            await failed.CancelAsync();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
            if (reading.IsFaulted)
            {
                // The reader failed first; the writer has only been stopped for it.
                await reading;
            }

            throw;
        }

        inputOver.SetResult();
        await reading;

        // Readers that were stopped have not read all of it.
        failed.Token.ThrowIfCancellationRequested();
    }

    private static async Task ReadAsync(Reader reader, Task inputOver, CancellationTokenSource failed)
    {
        try
        {
            await reader(inputOver, failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }
}
