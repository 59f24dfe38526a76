using RxRecs.Shop.Input;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The rows of a run's input on their way to a topic, in the order of the files: without those that cannot be read,
/// whose time cannot be, or that were not asked for. Each step counts what it leaves out.
/// </summary>
internal static class TopicRows
{
    /// <summary>
    /// Gives the rows, numbered by their place among those that can be read and be true: the same number in every run.
    /// </summary>
    public static IEnumerable<(long Position, Interaction Value)> Read(
        InputSettings settings, InputCounts counts, InputProgress progress, Action<DeadLetter>? dead)
    {
        var position = 0L;
        foreach (var next in ShopInput.Read(settings, counts, progress, dead))
        {
            position++;
            if (ShopInput.IsInRange(next, settings, counts))
            {
                yield return (position, next);
            }
        }
    }
}
