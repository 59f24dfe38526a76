using System.Reactive.Subjects;
using RxRecs.Kafka;
using RxRecs.Shop.Input;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The rows of a run's input on their way to a topic, in the order of the files: without those that cannot be read,
/// whose time cannot be, or that were not asked for. Each step counts what it leaves out.
/// </summary>
internal static class TopicRows
{
    /// <summary>The rows, numbered by their place among those that can be read: the same number in every run.</summary>
    public static IEnumerable<(long Position, Interaction Value)> Read(
        InputSettings settings, InputCounts counts, InputProgress progress, Action<DeadLetter>? dead)
    {
        var position = 0L;
        foreach (var next in Checked(ShopInput.Read(settings, counts, progress, dead), counts))
        {
            position++;
            if (next.IsRejected)
            {
                counts.Implausible++;
            }
            else if (next.IsPassed && ShopInput.IsInRange(next.Event, settings, counts))
            {
                yield return (position, next.Event);
            }
        }
    }

    // What runs far ahead is held until others bear it out, so that a row may give none or several.
    private static IEnumerable<SanitizeResult<Interaction>> Checked(
        IEnumerable<Interaction> rows, InputCounts counts)
    {
        using var source = new Subject<Interaction>();
        var judged = new Queue<SanitizeResult<Interaction>>();
        using var subscription = source.Sanitize(next => next.EventTime, ShopInput.PlausibleTimes).WithRejected()
            .Subscribe(judged.Enqueue);
        foreach (var next in rows)
        {
            counts.Read++;
            source.OnNext(next);
            while (judged.TryDequeue(out var result))
            {
                yield return result;
            }
        }

        source.OnCompleted();
        while (judged.TryDequeue(out var result))
        {
            yield return result;
        }
    }
}
