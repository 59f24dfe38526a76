using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Reports;

/// <summary>Counts why events cannot be predicted, for where none was: each event is in one of the figures.</summary>
internal sealed class UnpredictedEvents
{
    private const string WithoutKey =
        "with neither a user nor a session (--columns user=NAME or session=NAME says where they are)";

    private const string WithoutUser =
        "without a user (--columns user=NAME says where users are; --by next-item needs none)";

    private readonly List<(string What, long Count)> _reasons = [];
    private long _events;

    /// <summary>Counts an event of the test that is held against a list by next item.</summary>
    public void AddByNextItem(in Interaction next) => Add(
        next.User.IsNone && next.Session is null ? WithoutKey
        : next.Kind == InteractionKind.Remove ? "taken out of a cart"
        : null);

    /// <summary>Counts an event that is held against a list by event.</summary>
    public void AddByEvent(in Interaction next, HashSet<InteractionKind> targets, HashSet<Id> users) => Add(
        next.User.IsNone ? WithoutUser
        : !targets.Contains(next.Kind) ? "of other kinds (--targets)"
        : users.Count > 0 && !users.Contains(next.User) ? "of other users (--users)"
        : null);

    /// <summary>Counts an event that is part of a session that is held against a list.</summary>
    public void AddBySession(in Interaction next) => Add(
        next.User.IsNone ? WithoutUser
        : next.Session is null ? "without a session (--columns session=NAME says where sessions are)"
        : null);

    /// <summary>Says of how many events how many could not be predicted, by reason.</summary>
    /// <param name="counts">What became of the input's rows.</param>
    /// <param name="others">What the events are that no reason was counted for.</param>
    public string Say(InputCounts counts, string others)
    {
        if (_events == 0)
        {
            return counts.Used == 0
                ? "No row was of use."
                : $"None of {Plain.Count(counts.Used, "event")} is of the test (--test, --test-from).";
        }

        var rest = _events - _reasons.Sum(static each => each.Count);
        var parts = _reasons.Select(static each => $"{each.Count:#,0} {each.What}");
        return $"{Plain.Count(_events, "event")}: "
            + string.Join(", ", rest > 0 ? parts.Append($"{rest:#,0} {others}") : parts) + ".";
    }

    private void Add(string? reason)
    {
        _events++;
        if (reason is null)
        {
            return;
        }

        var place = _reasons.FindIndex(each => each.What == reason);
        if (place < 0)
        {
            _reasons.Add((reason, 1));
        }
        else
        {
            _reasons[place] = (reason, _reasons[place].Count + 1);
        }
    }
}
