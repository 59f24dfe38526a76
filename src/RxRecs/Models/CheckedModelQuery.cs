namespace RxRecs.Recommenders;

/// <summary>
/// Asks a model, which may be a user's own, and makes sure that its answers are what they should be. A list allocates
/// nothing beyond what the model does.
/// </summary>
internal sealed class CheckedModelQuery<TItem> : IItemModelQuery<TItem>
    where TItem : notnull
{
    private readonly IItemModel<TItem> _model;
    private readonly IItemModelQuery<TItem> _query;
    private readonly HashSet<TItem> _seen = [];

    public CheckedModelQuery(IItemModel<TItem> model, ItemModelOptions options)
    {
        _model = model;
        _query = model.CreateQuery(options)
            ?? throw Refused($"{nameof(IItemModel<>.CreateQuery)} returned null");
    }

    /// <summary>Refuses a model that cannot be told from others.</summary>
    public static void ThrowIfNameless(IItemModel<TItem> model)
    {
        if (model.Source == default)
        {
            throw new ArgumentException(
                $"The model {model.GetType()} has no {nameof(model.Source)}: give it a name.", nameof(model));
        }

        if (string.IsNullOrEmpty(model.Hash))
        {
            throw new ArgumentException(
                $"The model '{model.Source}' has no {nameof(model.Hash)}: it names the content and is not empty.",
                nameof(model));
        }
    }

    public void Run(IReadOnlyList<TItem> visit, int count, List<NextItem<TItem>> items, Func<TItem, bool>? accept)
    {
        items.Clear();
        _query.Run(visit, count, items, accept);
        if (items.Count > count)
        {
            throw Refused($"gave {items.Count} items where {count} were asked for");
        }

        _seen.Clear();
        var before = double.PositiveInfinity;
        foreach (var (item, score) in items)
        {
            ThrowIfWrong(item, score, before, accept);
            before = score;
        }
    }

    public IReadOnlyList<ScoreContribution<TItem>> Explain(IReadOnlyList<TItem> visit, TItem item)
    {
        var parts = _query.Explain(visit, item)
            ?? throw Refused($"explained {item} by null; a list is empty where there are no parts");
        foreach (var part in parts)
        {
            if (!double.IsFinite(part.Value))
            {
                throw Refused($"explained {item} by a part of {part.Value}; a part is a finite number");
            }
        }

        return parts;
    }

    private void ThrowIfWrong(TItem item, double score, double before, Func<TItem, bool>? accept)
    {
        if (ItemValue.IsNone(item))
        {
            throw Refused($"gave an item that is none");
        }

        if (!(score > 0) || !double.IsFinite(score))
        {
            throw Refused($"gave {item} the score {score}; a score is a positive, finite number");
        }

        if (score > before)
        {
            throw Refused($"gave {item} of score {score} after one of {before}; a list is best first");
        }

        if (!_seen.Add(item))
        {
            throw Refused($"gave {item} twice");
        }

        if (accept?.Invoke(item) == false)
        {
            throw Refused($"gave {item}, which is not accepted");
        }
    }

    private InvalidOperationException Refused(FormattableString what) => new(
        $"The model '{_model.Source}' of hash '{_model.Hash}' {FormattableString.Invariant(what)}.");
}
