using System.Reactive.Concurrency;

namespace RxRecs.Csv;

/// <summary>
/// Reads whole sessions from files of <see cref="ShopFileLayout.SessionLines"/>, where only the order of the items is
/// known. <see cref="ShopEvents"/> reads the same files as single views.
/// </summary>
public static class ShopSessions
{
    /// <summary>Reads the sessions of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">
    /// The options of the reading; null for the defaults. The layout is always
    /// <see cref="ShopFileLayout.SessionLines"/>.
    /// </param>
    /// <param name="progress">The receiver of the progress, and of the summary at the end.</param>
    /// <param name="scheduler">The scheduler on which the file is read; null for the subscribing thread.</param>
    /// <param name="cancellationToken">
    /// The token that stops the reading with an <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>The sessions, in the order of the file; cold. For the rest see
    /// <see cref="ShopEvents.FromFile"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IRecordObservable<ShopSession> FromFile(
        string path,
        ShopFileOptions? options = null,
        IProgress<ShopFileProgress>? progress = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ShopFileObservable<ShopSession>(
            () => Open(path, options, progress: progress), options?.Notices, scheduler, cancellationToken);
    }

    /// <summary>Opens a file for reading session by session.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="onDeadLetter">The callback that receives the lines that are not a session.</param>
    /// <param name="progress">The receiver of the progress, and of the summary at the end.</param>
    /// <returns>The reader, to be disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ShopFileException">The file is not there, empty or not text.</exception>
    public static ShopFileReader<ShopSession> Open(
        string path,
        ShopFileOptions? options = null,
        Action<DeadLetter>? onDeadLetter = null,
        IProgress<ShopFileProgress>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ShopFileOptions();
        return ShopFile.Open(InputFile.Open(path), path, options, (raw, guard) =>
        {
            _ = LayoutFinder.FirstLine(guard, path, out _);
            var records = RecordSource.Lines(guard, ' ', options);
            return new ShopFileReader<ShopSession>(
                nameof(ShopSessions),
                path,
                ShopFileLayout.SessionLines,
                raw,
                records,
                new SessionSequenceDecoder(),
                options,
                onDeadLetter,
                progress);
        });
    }

    /// <summary>Reads the sessions of a file, one by one as they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options of the reading; null for the defaults.</param>
    /// <param name="onDeadLetter">The callback that receives the lines that are not a session.</param>
    /// <returns>The sessions, in the order of the file; each enumeration reads the file anew.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IEnumerable<ShopSession> Read(
        string path, ShopFileOptions? options = null, Action<DeadLetter>? onDeadLetter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ShopFileRows<ShopSession>(() => Open(path, options, onDeadLetter));
    }
}
