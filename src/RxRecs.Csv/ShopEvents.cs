using System.Reactive.Concurrency;

namespace RxRecs.Csv;

/// <summary>
/// Reads shop events from files: CSV and JSON lines, plain or gzip (recognized by content), in the layouts of
/// <see cref="ShopFileLayout"/>.
/// </summary>
public static class ShopEvents
{
    /// <summary>
    /// Reads the events of a file, as an observable that waits for its observers: it reads a row once the last one has
    /// been processed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="progress">
    /// The receiver of the progress, on the reading thread, and of the summary at the end.
    /// </param>
    /// <param name="scheduler">
    /// The scheduler on which the file is read. Null: on the subscribing thread, which is busy until the file ends. A
    /// scheduler without long-running work gets the file in pieces of 1,024 rows.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading with an <see cref="OperationCanceledException"/>; to go on with what was read,
    /// catch it with <c>Catch((OperationCanceledException _) => Observable.Empty&lt;Interaction&gt;())</c>.
    /// </param>
    /// <returns>The events, in the order of the file. It is cold: each subscription reads the file anew.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each row that can be read; every other row is a dead
    /// letter.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Completes at the end of the file. A file that is not there or not of a known layout, or whose data is damaged,
    /// ends with a <see cref="ShopFileException"/>.</description></item>
    /// <item><term>State</term><description>
    /// A block of the file, at most about twice <see cref="ShopFileOptions.MaxRecordSize"/>, and pools of some
    /// thousand strings that repeat.</description></item>
    /// <item><term>Order</term><description>The file's.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<Interaction> FromFile(
        string path,
        ShopFileOptions? options = null,
        IProgress<ShopFileProgress>? progress = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ShopFileObservable<Interaction>(
            () => Open(path, options, progress: progress), options?.Notices, scheduler, cancellationToken);
    }

    /// <summary>Opens a file for reading row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="onDeadLetter">The callback that receives the rows that cannot be read, as they come.</param>
    /// <param name="progress">The receiver of the progress, and of the summary at the end.</param>
    /// <returns>The reader, to be disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ShopFileException">The file is not there, or not of a known layout.</exception>
    public static ShopFileReader<Interaction> Open(
        string path,
        ShopFileOptions? options = null,
        Action<DeadLetter>? onDeadLetter = null,
        IProgress<ShopFileProgress>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(InputFile.Open(path), path, options, onDeadLetter, progress);
    }

    /// <summary>Reads a stream row by row.</summary>
    /// <param name="stream">The bytes, from where the stream stands; it is closed with the reader.</param>
    /// <param name="source">The name of the source in messages and dead letters.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="onDeadLetter">The callback that receives the rows that cannot be read, as they come.</param>
    /// <param name="progress">The receiver of the progress, and of the summary at the end.</param>
    /// <returns>The reader, to be disposed.</returns>
    /// <exception cref="ArgumentException">An argument is null, or <paramref name="source"/> is empty.</exception>
    /// <exception cref="ShopFileException">The stream is not of a known layout.</exception>
    public static ShopFileReader<Interaction> Open(
        Stream stream,
        string source,
        ShopFileOptions? options = null,
        Action<DeadLetter>? onDeadLetter = null,
        IProgress<ShopFileProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        options ??= new ShopFileOptions();
        return ShopFile.Open(stream, source, options, (raw, guard) =>
        {
            var (layout, records, decoder) = LayoutFinder.Find(guard, source, options);
            return new ShopFileReader<Interaction>(
                nameof(ShopEvents), source, layout, raw, records, decoder, options, onDeadLetter, progress);
        });
    }

    /// <summary>Reads the events of a file, one by one as they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="onDeadLetter">The callback that receives the rows that cannot be read, as they come.</param>
    /// <param name="progress">The receiver of the progress, and of the summary at the end.</param>
    /// <returns>The events, in the order of the file; each enumeration reads the file anew.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IEnumerable<Interaction> Read(
        string path,
        ShopFileOptions? options = null,
        Action<DeadLetter>? onDeadLetter = null,
        IProgress<ShopFileProgress>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ShopFileRows<Interaction>(() => Open(path, options, onDeadLetter, progress));
    }
}
