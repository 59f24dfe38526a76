using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Csv;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Input;

/// <summary>
/// From files to clean events in order of event time, the part of the pipeline that all commands share: read, set aside
/// what cannot be, keep what is asked for, put in order where the command needs it. Nothing is dropped unseen: each
/// step counts what it leaves out.
/// </summary>
internal static class ShopInput
{
    private const int RowsAhead = 1 << 13;

    /// <summary>The limits of plausible times.</summary>
    public static SanitizeOptions PlausibleTimes { get; } = new()
    {
        SmallestNumber = double.NegativeInfinity,

        // No shop's clock is right and a day ahead of this one.
        Latest = TimeProvider.System.GetUtcNow().AddDays(1),
    };

    public static IObservable<Interaction> Open(
        InputSettings settings, InputCounts counts, ProgressBar bar, CancellationToken stop)
    {
        settings.RefuseIdleColumns();
        var rows = Read(settings, counts, new InputProgress(settings, bar));
        var isUsed = settings.Order == RowOrder.None
            ? UseOf(settings, counts, bar)
            : (in Interaction next) =>
            {
                bar.Count();
                return IsInRange(next, settings, counts);
            };
        var events = settings.Speed is { } speed
            ? rows.ReplayEvents(speed, new EventLoopScheduler()).TakeUntil(Cancelled(stop)).Where(next => isUsed(next))
            : new RowLoop(Environment.ProcessorCount > 1 ? rows.ReadAhead(RowsAhead) : rows, isUsed, stop);
        if (settings.Order == RowOrder.None)
        {
            return events;
        }

        return InOrder(events, settings.Order, settings.Lateness).WithLateEvents()
            .Where(each =>
            {
                if (each.Late is { } late)
                {
                    counts.AddLate(late, settings.Lateness);
                }
                else if (each.IsResult)
                {
                    counts.Use(each.Result);
                }

                return each.IsResult;
            })
            .Select(static each => each.Result);
    }

    /// <summary>Puts events in order of event time, and those of one instant in the order that the command
    /// needs.</summary>
    /// <param name="events">The events.</param>
    /// <param name="order">The order that the command needs.</param>
    /// <param name="lateness">How far out of order they may be.</param>
    public static IEventTimeObservable<Interaction, Interaction> InOrder(
        IObservable<Interaction> events, RowOrder order, TimeSpan lateness)
    {
        var options = new EventTimeOptions { AllowedLateness = lateness };
        return order == RowOrder.AsLogged
            ? events.Reorder(static next => next.EventTime, options, KindOrder.Instance)
            : events.Reorder(options);
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
            if (!PlainFile.Is(file))
            {
                users = true;
                continue;
            }

            using var reader = ShopEvents.Open(file, settings.Reading);
            for (var left = Rows; left > 0 && TryRead(reader, new InputCounts(), out var row); left--)
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
    public static (DateTimeOffset Last, TimeSpan Disorder) EndOf(
        InputSettings settings, string[] files, IProgress<ShopFileProgress>? progress = null)
    {
        var (last, disorder) = (DateTimeOffset.MinValue, TimeSpan.Zero);
        var rows = FileMerge.ByEventTime([.. files.Select(file => new PlausibleRows(
            () => ShopEvents.Open(file, settings.Reading, static _ => { }, progress), new InputCounts()))]);
        foreach (var next in rows)
        {
            last = next.EventTime > last ? next.EventTime : last;
            disorder = last - next.EventTime > disorder ? last - next.EventTime : disorder;
        }

        return (last, disorder);
    }

    /// <summary>Gives the time of the first event of files that is asked for; null where there is none, and for what
    /// can be read but once.</summary>
    public static DateTimeOffset? FirstTimeOf(InputSettings settings, string[] files)
    {
        // A file without times is played behind the others, whenever they end.
        var reading = settings.Reading with { SequenceStart = PlausibleTimes.Latest!.Value };
        var (first, counts) = (default(DateTimeOffset?), new InputCounts());
        foreach (var file in files.All(PlainFile.Is) ? files : [])
        {
            var rows = new PlausibleRows(() => ShopEvents.Open(file, reading, static _ => { }), counts);
            foreach (var next in rows.Where(next => IsInRange(next, settings, counts)))
            {
                first = next.EventTime >= first ? first : next.EventTime;
            }
        }

        return first;
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

    /// <summary>The rows that can be read and whose time can be, in order of the files: what cannot be is set aside in
    /// each file by itself, before it moves a merge, a pace or a watermark.</summary>
    public static IEnumerable<Interaction> Read(
        InputSettings settings, InputCounts counts, InputProgress progress, Action<DeadLetter>? dead = null)
    {
        Action<DeadLetter> onDeadLetter = counts.AddDead + dead;
        onDeadLetter += settings.IsStrict ? static letter => throw new UnreadableRowException(letter) : null;
        var noted = new NotedProgress(counts, progress);
        return settings.Files.Length == 0
            ? new PlausibleRows(() => OpenSyntheticShop(settings, counts, onDeadLetter, noted), counts)
            : FileMerge.ByEventTime([.. settings.Files.Select(file => new PlausibleRows(
                () => ShopEvents.Open(file, settings.Reading, onDeadLetter, noted), counts))]);
    }

    /// <summary>Tells whether an event is in the range that was asked for, and counts it if not.</summary>
    public static bool IsInRange(in Interaction next, InputSettings settings, InputCounts counts)
    {
        var isInRange = next.EventTime >= settings.From && next.EventTime < settings.To;
        counts.OutOfRange += isInRange ? 0 : 1;
        return isInRange;
    }

    private static ShopFileReader<Interaction> OpenSyntheticShop(
        InputSettings settings,
        InputCounts counts,
        Action<DeadLetter> onDeadLetter,
        NotedProgress progress)
    {
        counts.Generator = new ShopGenerator(settings.Shop);
        var options = new ShopFileOptions { ProgressInterval = settings.Reading.ProgressInterval };
        return ShopEvents.Open(new ShopStream(counts.Generator), "synthetic shop", options, onDeadLetter, progress);
    }

    /// <summary>Uses the rows in the order in which they come.</summary>
    private static EventPredicate UseOf(InputSettings settings, InputCounts counts, ProgressBar bar)
    {
        var late = new LateRows(settings.Lateness, counts);
        return (in Interaction next) =>
        {
            bar.Count();
            var isUsed = IsInRange(next, settings, counts) && late.IsInTime(next);
            if (isUsed)
            {
                counts.Use(next);
            }

            return isUsed;
        };
    }

    /// <summary>Reads a row. A file that was cut short, a .gz say, ends there: what was read is of use, and the damage
    /// is told at the end.</summary>
    public static bool TryRead(ShopFileReader<Interaction> reader, InputCounts counts, out Interaction next)
    {
        try
        {
            return reader.TryRead(out next);
        }
        catch (ShopFileException error) when (reader.Events > 0)
        {
            counts.Damages.Add(error.Message);
            next = default;
            return false;
        }
    }

    /// <summary>Something, once Ctrl-C has been pressed: the input then ends as if the files ended there.</summary>
    private static IObservable<Unit> Cancelled(CancellationToken stop) =>
        Observable.Create<Unit>(observer => stop.Register(() => observer.OnNext(Unit.Default)));
}
