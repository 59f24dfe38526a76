using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Prints what <c>train</c> has made.</summary>
internal static class TrainOutput
{
    private static readonly ResultTable<Trained> Models = new("trained_model", trained => trained.Say())
    {
        { "file", trained => trained.File },
        { "table", trained => trained.Table.Hash },
        { "visits", trained => trained.Visits },
        { "items", trained => trained.Size.Items },
        { "pairs", trained => trained.Table.PairCount },
        { "left_out_items", trained => trained.Size.LeftOutItems },
        { "left_out_events", trained => trained.Size.LeftOutEvents },
        { "max_bytes", trained => trained.Size.Bytes },
        { "seconds", trained => Math.Round(trained.Time.TotalSeconds, 1) },
    };

    public static void Print(ShopRun run, Trained trained) => run.Results.Write(Models, trained);

    /// <summary>A model that has been written.</summary>
    internal sealed record Trained(
        string File, int Visits, LinearModelSize Size, NeighborTable<Id> Table, TimeSpan Time)
    {
        public string Say()
        {
            var left = Size.LeftOutEvents == 0
                ? "nothing was left out"
                : $"left out: {Plain.Count(Size.LeftOutEvents, "event")}, of the "
                    + $"{Plain.Count(Size.LeftOutItems, "rarest item")} or beyond the length of a visit";
            return $"Table {Table.Hash} of {Plain.Count(Size.Items, "item")} and "
                + $"{Plain.Count(Table.PairCount, "pair")}, learned "
                + $"from {Plain.Count(Visits, "visit")} in {Time.TotalSeconds:#,0.0} s; {left}. Written: {File}";
        }
    }
}
