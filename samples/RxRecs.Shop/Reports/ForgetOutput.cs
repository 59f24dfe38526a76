using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>forget</c> has forgotten, and what is left.</summary>
internal sealed class ForgetOutput(ShopRun run)
{
    private static readonly ResultTable<Row> Forgotten = new("forgotten")
    {
        { "user_id", "User", row => row.User },
        { "known", row => row.IsKnown },
        { "events", "Events forgotten", row => row.Result.Changed, "#,0" },
        { "events_kept", "No longer remembered", row => row.Result.NotChanged, "#,0" },
        { "events_unknown", row => row.Result.Unknown },
    };

    private static readonly ResultTable<Comparison> Compared = new("forgotten_lists", Say)
    {
        { "lists", row => row.Lists },
        { "lists_equal", row => row.EqualLists },
        { "state_bytes", row => row.Bytes },
        { "state_equal", row => row.IsStateEqual },
    };

    /// <summary>Shows the outcome of forgetting a user.</summary>
    internal sealed record Row(Id User, bool IsKnown, UserChangeResult Result);

    /// <summary>Shows how what is left differs from what is known without the users.</summary>
    internal sealed record Comparison(int Lists, int EqualLists, long Bytes, bool IsStateEqual);

    public static Comparison Compare(
        IRecommender<Interaction, Id, Id> forgetful,
        IRecommender<Interaction, Id, Id> without,
        IReadOnlyCollection<Id> users,
        int count)
    {
        var (equal, one, other) = (0, new List<Recommendation<Id>>(), new List<Recommendation<Id>>());
        foreach (var user in users)
        {
            forgetful.Recommend(user, count, one);
            without.Recommend(user, count, other);
            equal += one.SequenceEqual(other) ? 1 : 0;
        }

        var (state, stateWithout) = (Save(forgetful), Save(without));
        return new(users.Count, equal, state.Written.Length, state.Written.SequenceEqual(stateWithout.Written));
    }

    public void Print(IReadOnlyCollection<Row> rows)
    {
        foreach (var row in rows.Where(row => !row.IsKnown))
        {
            run.Results.Notice($"Unknown user {row.User}: no event of theirs was seen.");
        }

        run.Results.Write(Forgotten, "Forgotten", rows, "No event has a user.");
        if (rows.Any(row => !row.Result.IsComplete))
        {
            run.Results.Notice(
                "Events that are no longer remembered one by one stay in counts that bear no user; --remember says how "
                + "many are.");
        }
    }

    public void Print(Comparison comparison) => run.Results.Write(Compared, comparison);

    private static string Say(Comparison row)
    {
        var lists = row.EqualLists == row.Lists
            ? $"All {row.Lists:#,0} lists are those"
            : $"{row.EqualLists:#,0} of {row.Lists:#,0} lists are those";
        var state = row.IsStateEqual ? "is the same, byte for byte" : "differs";
        return $"{lists} of a recommender that never had the users; the saved state of {row.Bytes:#,0} bytes {state}.";
    }

    private static SnapshotWriter Save(IRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer;
    }
}
