using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>Counts the events of a training that are no earlier than the test, which is played after it
/// nevertheless.</summary>
/// <param name="testFrom">The time of the test's first event; null where it is not known.</param>
internal sealed class TestOverlap(DateTimeOffset? testFrom)
{
    private static readonly ResultTable<TestOverlap> Table = new("test_overlap", Say)
    {
        { "test_from", overlap => overlap.TestFrom },
        { "train_events", overlap => overlap.Training },
        { "train_events_after", overlap => overlap.After },
    };

    /// <summary>The time of the test's first event; null where it is not known.</summary>
    public DateTimeOffset? TestFrom => testFrom;

    /// <summary>The number of events of the training.</summary>
    public long Training { get; private set; }

    /// <summary>The number of those at or after the test's beginning.</summary>
    public long After { get; private set; }

    /// <summary>Counts an event of the training.</summary>
    public void Count(in Interaction next)
    {
        Training++;
        After += next.EventTime >= testFrom ? 1 : 0;
    }

    /// <summary>Says what becomes of such events, where there are any.</summary>
    public void Tell(ShopRun run)
    {
        if (After == 0)
        {
            return;
        }

        run.Terminal.Error.WriteLine(
            $"{Say(this)} They are learned before the test, so that lists know what came later. Events of the test "
            + "go on with the training's visit of their session; those more than a day before that visit (30 minutes "
            + "where no session is known) are of no visit.");
        run.Results.Write(Table, this);
    }

    private static string Say(TestOverlap overlap) =>
        $"{overlap.After:#,0} of the training's {Plain.Count(overlap.Training, "event")} "
        + $"{(overlap.After == 1 ? "is" : "are")} at or after the test's beginning ({overlap.TestFrom:u}).";
}
