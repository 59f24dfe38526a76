using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The files that <c>lambda</c> reads before its topic, and up to when they count. Both layers read them, each by
/// itself.
/// </summary>
/// <param name="settings">The files and how they are read.</param>
/// <param name="until">Where the topic takes over; null to find out.</param>
internal sealed class LambdaHistory(InputSettings settings, DateTimeOffset? until)
{
    private DateTimeOffset? _until = until;

    /// <summary>Tells where the topic takes over, once it is known.</summary>
    public DateTimeOffset Until => _until!.Value;

    /// <summary>
    /// Finds where the topic takes over, unless that was said: behind the files, where the topic begins later; else
    /// before their last event by as much as they are out of order, so that what they do not have of the last instants
    /// is the topic's.
    /// </summary>
    /// <param name="firstOfTopic">Gives the earliest event time of the topic; null where it is empty.</param>
    /// <exception cref="UsageException">Neither can be told.</exception>
    public void FindEnd(Func<DateTimeOffset?> firstOfTopic)
    {
        if (_until is not null)
        {
            return;
        }

        var (last, disorder) = ShopInput.EndOf(settings, settings.Files);
        var (whole, first) = (last - disorder, firstOfTopic());
        _until = first is null || first > last ? last.AddTicks(1)
            : first < whole ? whole
            : throw new UsageException(
                $"--history: the files end at {last:u}{(last > whole ? $" and are whole up to {whole:u}" : "")}, and "
                + $"the topic begins at {first:u}: nothing shows where the one goes over into the other. Say with "
                + "--history-until up to when the files are whole.");
    }

    /// <summary>Makes the history of a layer.</summary>
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
