using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Csv;
using RxRecs.SyntheticShop;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>
/// From files to clean events in order of event time, the part of the pipeline that all commands share: read, set aside
/// what cannot be, keep what is asked for, put in order. Nothing is dropped unseen: each step counts what it leaves
/// out.
/// </summary>
internal static class ShopInput
{
    /// <summary>What times can be.</summary>
    public static SanitizeOptions PlausibleTimes { get; } = new()
    {
        SmallestNumber = double.NegativeInfinity,

        // No shop's clock is right and a day ahead of this one.
        Latest = TimeProvider.System.GetUtcNow().AddDays(1),
    };

    public static IObservable<Interaction> Open(
        InputSettings settings, InputCounts counts, ProgressBar bar, CancellationToken stop)
    {
        var rows = Read(settings, counts, new InputProgress(settings, bar)).Select(row =>
        {
            bar.Count();
            return row;
        });
        var events = settings.Speed is { } speed
            ? rows.ReplayEvents(speed, new EventLoopScheduler())
            : rows.ToObservable();
        return events
            .TakeUntil(Cancelled(stop))
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
            .OrderKinds()
            .Do(next => counts.Use(next));
    }

    /// <summary>
    /// Tells whether the first rows of the files have users and sessions. What is no plain file, a pipe say, can be
    /// read but once and counts as if it had both.
    /// </summary>
    public static (bool Users, bool Sessions) Look(InputSettings settings)
    {
        const int Rows = 1_000;
        var (users, sessions) = (settings.Files.Length == 0, false);
        foreach (var file in settings.Files)
        {
            var isPlain = PlainFile.Is(file);
            users |= !isPlain;
            var rows = isPlain ? UntilDamage(ShopEvents.Read(file, settings.Reading), new InputCounts()) : [];
            foreach (var row in rows.Take(Rows))
            {
                users |= !row.User.IsNone;
                sessions |= row.Session is not null;
            }
        }

        return (users, sessions);
    }

    /// <summary>Gives by how much rows come after later ones, at the most; nothing for what can be read but
    /// once.</summary>
    public static TimeSpan DisorderOf(InputSettings settings, string[] files) =>
        files.All(PlainFile.Is) ? EndOf(settings, files).Disorder : TimeSpan.Zero;

    /// <summary>Gives the time of the last event of files, and by how much rows come after later ones, at the
    /// most.</summary>
    public static (DateTimeOffset Last, TimeSpan Disorder) EndOf(InputSettings settings, string[] files)
    {
        var (last, disorder) = (DateTimeOffset.MinValue, TimeSpan.Zero);
        var rows = FileMerge.ByEventTime(files.Select(file => Plausible(
            UntilDamage(ShopEvents.Read(file, settings.Reading, static _ => { }), new InputCounts()),
            new InputCounts())));
        foreach (var next in rows)
        {
            last = next.EventTime > last ? next.EventTime : last;
            disorder = last - next.EventTime > disorder ? last - next.EventTime : disorder;
        }

        return (last, disorder);
    }

    /// <summary>Says which file is not there before anything is made or connected for it.</summary>
    /// <exception cref="ShopFileException">A file is not there.</exception>
    public static void CheckFiles(IEnumerable<string> files)
    {
        foreach (var file in files.Where(static file => !File.Exists(file)))
        {
            ShopEvents.Open(file).Dispose();
        }
    }

    /// <summary>The rows that can be read and whose time can be, in order of the files: what cannot be is set aside in each
    /// file by itself, before it moves a merge, a pace or a watermark.</summary>
    public static IEnumerable<Interaction> Read(
        InputSettings settings, InputCounts counts, InputProgress progress, Action<DeadLetter>? dead = null)
    {
        Action<DeadLetter> onDeadLetter = counts.AddDead + dead;
        onDeadLetter += settings.IsStrict ? static letter => throw new UnreadableRowException(letter) : null;
        var noted = new NotedProgress(counts, progress);
        return settings.Files.Length == 0
            ? Plausible(ReadSyntheticShop(settings, counts, onDeadLetter, noted), counts)
            : FileMerge.ByEventTime(settings.Files.Select(
                file => Plausible(
                    UntilDamage(ShopEvents.Read(file, settings.Reading, onDeadLetter, noted), counts), counts)));
    }

    /// <summary>Whether an event is in the range that was asked for; one that is not is counted.</summary>
    public static bool IsInRange(Interaction next, InputSettings settings, InputCounts counts)
    {
        var isInRange = next.EventTime >= settings.From && next.EventTime < settings.To;
        counts.OutOfRange += isInRange ? 0 : 1;
        return isInRange;
    }

    private static IEnumerable<Interaction> ReadSyntheticShop(
        InputSettings settings,
        InputCounts counts,
        Action<DeadLetter> onDeadLetter,
        NotedProgress progress)
    {
        counts.Generator = new ShopGenerator(settings.Shop);
        var options = new ShopFileOptions { ProgressInterval = settings.Reading.ProgressInterval };
        using var reader = ShopEvents.Open(
            new ShopStream(counts.Generator), "synthetic shop", options, onDeadLetter, progress);
        while (reader.TryRead(out var next))
        {
            yield return next;
        }
    }

    // A file that was cut short, a .gz say, ends there: what was read is of use, and the damage is told at the end.
    private static IEnumerable<Interaction> UntilDamage(IEnumerable<Interaction> rows, InputCounts counts)
    {
        using var row = rows.GetEnumerator();
        for (var hasRead = false; ; hasRead = true)
        {
            try
            {
                if (!row.MoveNext())
                {
                    yield break;
                }
            }
            catch (ShopFileException error) when (hasRead)
            {
                counts.Damages.Add(error.Message);
                yield break;
            }

            yield return row.Current;
        }
    }

    // What runs far ahead is held until others bear it out, so that a row may give none or several.
    private static IEnumerable<Interaction> Plausible(IEnumerable<Interaction> rows, InputCounts counts)
    {
        using var source = new Subject<Interaction>();
        var judged = new Queue<SanitizeResult<Interaction>>();
        using var subscription = source.Sanitize(next => next.EventTime, PlausibleTimes).WithRejected()
            .Do(each => counts.Implausible += each.IsRejected ? 1 : 0)
            .Where(static each => each.IsPassed)
            .Subscribe(judged.Enqueue);
        foreach (var next in rows)
        {
            counts.Read++;
            source.OnNext(next);
            while (judged.TryDequeue(out var passed))
            {
                yield return passed.Event;
            }
        }

        source.OnCompleted();
        while (judged.TryDequeue(out var passed))
        {
            yield return passed.Event;
        }
    }

    /// <summary>Something, once Ctrl-C has been pressed: the input then ends as if the files ended there.</summary>
    private static IObservable<Unit> Cancelled(CancellationToken stop) =>
        Observable.Create<Unit>(observer => stop.Register(() => observer.OnNext(Unit.Default)));
}
