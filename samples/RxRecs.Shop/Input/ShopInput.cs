using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Csv;
using RxRecs.Shop.Generation;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>
/// From files to clean events in order of event time, the part of the pipeline that all commands share: read, set aside
/// what cannot be, keep what is asked for, put in order. Nothing is dropped unseen: each step counts what it leaves
/// out.
/// </summary>
internal static class ShopInput
{
    private const int RowsLookedAt = 1_000;

    /// <summary>What times can be.</summary>
    public static SanitizeOptions PlausibleTimes { get; } = new()
    {
        SmallestNumber = double.NegativeInfinity,
        LargestNumber = double.PositiveInfinity,
    };

    public static IObservable<Interaction> Open(
        InputSettings settings, InputCounts counts, ProgressBar bar, CancellationToken stop)
    {
        var rows = Read(settings, counts, new InputProgress(settings, bar));
        var events = settings.Speed is { } speed
            ? rows.ReplayEvents(speed, new EventLoopScheduler())
            : rows.ToObservable();
        return events
            .TakeUntil(Cancelled(stop))
            .Do(_ => Count(counts, bar))
            .Sanitize(PlausibleTimes)
            .WithRejected()
            .Do(each => counts.Implausible += each.IsRejected ? 1 : 0)
            .Results()
            .Where(next => IsInRange(next, settings, counts))
            .Reorder(new EventTimeOptions { AllowedLateness = settings.Lateness })
            .WithLateEvents()
            .Do(each =>
            {
                if (each.Late is { } late)
                {
                    counts.AddLate(late, settings.Lateness);
                }
            })
            .Results()
            .Do(_ => counts.Used++);
    }

    /// <summary>Says which file is not there before anything is made or connected for it.</summary>
    /// <exception cref="ShopFileException">A file is not there.</exception>
    public static void CheckFiles(InputSettings settings)
    {
        foreach (var file in settings.Files.Where(static file => !File.Exists(file)))
        {
            ShopEvents.Open(file).Dispose();
        }
    }

    /// <summary>Whether the input tells who acts, by its first rows.</summary>
    public static bool HasUsers(InputSettings settings) =>
        settings.Files.Length == 0
        || Read(settings, new InputCounts(), new InputProgress(settings, new ProgressBar()))
            .Take(RowsLookedAt).Any(static next => !next.User.IsNone);

    /// <summary>The rows that can be read, as they stand there.</summary>
    public static IEnumerable<Interaction> Read(
        InputSettings settings, InputCounts counts, InputProgress progress, Action<DeadLetter>? dead = null)
    {
        var options = new ShopFileOptions { ProgressInterval = 4096, SequenceStart = settings.SequenceStart };
        Action<DeadLetter> onDeadLetter = counts.AddDead + dead;
        return settings.Files.Length == 0
            ? ReadSyntheticShop(settings.Shop, counts, options, onDeadLetter, progress)
            : FileMerge.ByEventTime(
                settings.Files.Select(file => ShopEvents.Read(file, options, onDeadLetter, progress)));
    }

    /// <summary>Whether an event is in the range that was asked for; one that is not is counted.</summary>
    public static bool IsInRange(Interaction next, InputSettings settings, InputCounts counts)
    {
        var isInRange = next.EventTime >= settings.From && next.EventTime < settings.To;
        counts.OutOfRange += isInRange ? 0 : 1;
        return isInRange;
    }

    private static IEnumerable<Interaction> ReadSyntheticShop(
        ShopSettings shop,
        InputCounts counts,
        ShopFileOptions options,
        Action<DeadLetter> onDeadLetter,
        InputProgress progress)
    {
        counts.Generator = new ShopGenerator(shop);
        using var reader = ShopEvents.Open(
            new ShopStream(counts.Generator), "synthetic shop", options, onDeadLetter, progress);
        while (reader.TryRead(out var next))
        {
            yield return next;
        }
    }

    /// <summary>Something, once Ctrl-C has been pressed: the input then ends as if the files ended there.</summary>
    private static IObservable<Unit> Cancelled(CancellationToken stop) =>
        Observable.Create<Unit>(observer => stop.Register(() => observer.OnNext(Unit.Default)));

    private static void Count(InputCounts counts, ProgressBar bar)
    {
        counts.Read++;
        bar.Count();
    }
}
