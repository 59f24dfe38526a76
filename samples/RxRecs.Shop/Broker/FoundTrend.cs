namespace RxRecs.Shop.Broker;

/// <summary>An item that rises, falls or is new, as it goes to a topic.</summary>
internal sealed record FoundTrend(string Direction, TrendTransition<Id> Transition, TrendChange<Id> Change)
{
    /// <summary>All that a report has found.</summary>
    public static IEnumerable<FoundTrend> Of(TrendReport<Id> report)
    {
        if (report.Transition is not { } transition)
        {
            return [];
        }

        return
        [
            .. report.Rising.Select(change => new FoundTrend("rising", transition, change)),
            .. report.Falling.Select(change => new FoundTrend("falling", transition, change)),
            .. report.New.Select(change => new FoundTrend("new", transition, change)),
        ];
    }
}
