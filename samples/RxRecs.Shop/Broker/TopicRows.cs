using RxRecs.Kafka;
using RxRecs.Machines;
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
        var times = new SanitizeMachine<Interaction>(null, next => next.EventTime, ShopInput.PlausibleTimes);
        var output = new Output<SanitizeResult<Interaction>>();
        foreach (var next in rows)
        {
            counts.Read++;
            times.OnEvent(next, output);
            for (var i = 0; i < output.Count; i++)
            {
                yield return output.Results[i];
            }

            output.Clear();
        }

        times.OnCompleted(output);
        for (var i = 0; i < output.Count; i++)
        {
            yield return output.Results[i];
        }
    }
}
