using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The files that are read before a topic, and up to when they count. Both layers of <c>lambda</c> read them, each by
/// itself.
/// </summary>
/// <param name="settings">The files and how they are read.</param>
/// <param name="until">Where the topic takes over; null to find out.</param>
internal sealed class TopicHistory(InputSettings settings, DateTimeOffset? until)
{
    private DateTimeOffset? _until = until;

    /// <summary>Gives the files and how they are read.</summary>
    public InputSettings Settings => settings;

    /// <summary>Tells where the topic takes over, once it is known.</summary>
    public DateTimeOffset Until => _until!.Value;

    /// <summary>
    /// Finds where the topic takes over, unless that was said: behind the files, where the topic begins later and has
    /// all that was ever written to it; else before their last event by as much as they are out of order, so that what
    /// they do not have of the last instants is the topic's.
    /// </summary>
    /// <param name="beginOfTopic">Gives the beginning of the topic; null where it is empty.</param>
    /// <param name="bar">Shows how far the files are read.</param>
    /// <exception cref="UsageException">Neither can be told, or something may be missing between the two.</exception>
    public void FindEnd(Func<TopicBegin?> beginOfTopic, ProgressBar bar)
    {
        if (_until is not null)
        {
            return;
        }

        var (last, disorder) = ShopInput.EndOf(settings, settings.Files, new InputProgress(settings, bar));
        var (whole, begin) = (last - disorder, beginOfTopic());
        _until = begin is not { } topic ? last.AddTicks(1)
            : topic.Time <= last ? Overlap(last, whole, topic)
            : topic.HasLostRecords ? throw new UsageException(
                $"--history: the files end at {last:u}, and the oldest record that is left in the topic is of "
                + $"{topic.Time:u}: what was between them and has been deleted would be missing. Say with "
                + "--history-until up to when the files are whole to read on without it.")
            : last.AddTicks(1);
    }

    /// <summary>Makes the history of a reader.</summary>
    /// <param name="counts">Count what becomes of the rows.</param>
    /// <param name="bar">Shows how far the files are read.</param>
    /// <param name="received">Gets each event of the files.</param>
    /// <param name="dead">Gets the rows that cannot be read; null for nobody.</param>
    public KafkaHistory<Interaction> Create(
        InputCounts counts, ProgressBar bar, Action received, Action<DeadLetter>? dead = null) => new()
        {
            Events = Read(counts, bar, received, dead),
            EventTimeSelector = static next => next.EventTime,
            Until = Until,
            KeySelector = static next => KafkaKey.Of(next.User),
            LeftOut = _ => counts.Overlap++,
        };

    private static DateTimeOffset Overlap(DateTimeOffset last, DateTimeOffset whole, TopicBegin topic) =>
        topic.Time < whole ? whole : throw new UsageException(
            $"--history: the files end at {last:u}{(last > whole ? $" and are whole up to {whole:u}" : "")}, and "
            + $"the topic begins at {topic.Time:u}: nothing shows where the one goes over into the other. Say with "
            + "--history-until up to when the files are whole.");

    private IEnumerable<Interaction> Read(
        InputCounts counts, ProgressBar bar, Action received, Action<DeadLetter>? dead)
    {
        foreach (var next in ShopInput.Read(settings, counts, new InputProgress(settings, bar), dead))
        {
            received();
            counts.Overlap += next.EventTime < Until ? 0 : 1;
            yield return next;
        }

        // Half a file must not become the state that all later runs go on from.
        if (counts.Damages is [var damage, ..])
        {
            throw new IOException(damage);
        }
    }
}
