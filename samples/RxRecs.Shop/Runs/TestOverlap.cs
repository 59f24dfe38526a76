using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>Finds the events of a training that are no earlier than the test, which is played after it nevertheless:
/// their number, or only that there are some where the test can be read but once.</summary>
/// <param name="testFrom">The time of the test's first event; null where it is not known beforehand.</param>
internal sealed class TestOverlap(DateTimeOffset? testFrom)
{
    private static readonly ResultTable<TestOverlap> Table = new("test_overlap", Say)
    {
        { "test_from", overlap => overlap.TestFrom },
        { "train_to", overlap => overlap.TrainingTo },
        { "train_events", overlap => overlap.Training },
        { "train_events_after", overlap => overlap.After },
    };

    private readonly DateTimeOffset? _knownFrom = testFrom;
    private long _after;

    /// <summary>The time of the test's first event; null until it is known.</summary>
    public DateTimeOffset? TestFrom { get; private set; } = testFrom;

    /// <summary>The time of the training's last event.</summary>
    public DateTimeOffset TrainingTo { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The number of events of the training.</summary>
    public long Training { get; private set; }

    /// <summary>The number of those at or after the test's beginning; null where that was not known beforehand.
    /// </summary>
    public long? After => _knownFrom is null ? null : _after;

    /// <summary>Tells whether the training goes on to the test's beginning or beyond.</summary>
    public bool Exists => TrainingTo >= TestFrom;

    /// <summary>Takes an event of the training.</summary>
    public void Train(in Interaction next)
    {
        Training++;
        TrainingTo = next.EventTime > TrainingTo ? next.EventTime : TrainingTo;
        _after += next.EventTime >= _knownFrom ? 1 : 0;
    }

    /// <summary>Takes an event of the test.</summary>
    public void Test(in Interaction next) =>
        TestFrom = next.EventTime >= TestFrom ? TestFrom : next.EventTime;

    /// <summary>Says what becomes of such events, where there are any.</summary>
    public void Tell(ShopRun run)
    {
        if (!Exists)
        {
            return;
        }

        run.Terminal.Error.WriteLine(
            $"{Say(this)} They are learned before the test, so that lists know what came later. Events of the test "
            + "go on with the training's visit of their session; those more than a day before that visit (30 minutes "
            + "where no session is known) are of no visit.");
        run.Results.Write(Table, this);
    }

    private static string Say(TestOverlap overlap) => overlap.After is { } after
        ? $"{after:#,0} of the training's {Plain.Count(overlap.Training, "event")} {(after == 1 ? "is" : "are")} at or "
            + $"after the test's beginning ({overlap.TestFrom:u})."
        : $"Some of the training's {Plain.Count(overlap.Training, "event")}, which go on to {overlap.TrainingTo:u}, are "
            + $"at or after the test's beginning ({overlap.TestFrom:u}).";
}
