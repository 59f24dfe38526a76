using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Collects the streams that the lists of a composition are made of. Each call adds one source of candidates, the first
/// with the highest priority, or a filter; calls can be chained.
/// </summary>
/// <remarks>
/// <para>A stream that is an operator of RxRecs, with nothing behind it, is read by reference: its state is asked when
/// a list is made, for whichever user, and is kept once. Of any other stream (with a <c>Where</c>, <c>Select</c> or
/// <c>Do</c> behind the operator, plain Rx, a <c>Subject</c>) the newest value of each key is kept, within
/// <see cref="KeepAtMost"/>, and saved with the composition.</para>
/// <para>A request that names a visit beside a user of whom nothing is known, or no user, is about the visit, if
/// streams of visits are given beside those of users, such as <c>LastItemsPerSession</c> beside
/// <c>LastItemsPerUser</c>.</para>
/// <para>The same stream added twice is subscribed to once. A stream that completes stays as it was; one that fails
/// ends the composition.</para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed partial class CandidateStreams<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly CandidateStreams<TUser, TItem> _root;
    private readonly Dictionary<object, StreamPart> _parts = new(ReferenceEqualityComparer.Instance);
    private readonly List<StreamPart> _order = [];
    private readonly List<Func<ICandidateSource<TUser, TItem>>> _sources = [];
    private readonly List<Func<ICandidateFilter<TUser, TItem>>> _filters = [];
    private readonly List<Func<IListRule<TItem>>> _listRules = [];
    private readonly List<Func<RecommendationRequest<TUser, TItem>, bool>> _knows = [];
    private readonly JoinedVisits<TUser, TItem> _visits = new();
    private readonly Dictionary<RecommendationSource, CandidateRule> _rules = [];
    private CandidateStreams<TUser, TItem>? _fallback;
    private CandidateMerge _merge;
    private int _maxKeys = 1_000_000;
    private int _maxItems = 1_000;

    internal CandidateStreams() => _root = this;

    private CandidateStreams(CandidateStreams<TUser, TItem> root) => _root = root;

    /// <summary>
    /// Gets the sources for a user of whom nothing is known, and for one for whom the others find nothing; their items
    /// are marked as fallback. Without any, such a user gets an empty list.
    /// </summary>
    public CandidateStreams<TUser, TItem> Fallback => _root._fallback ??= new(_root);

    internal IReadOnlyList<StreamPart> Parts => _order;

    /// <summary>
    /// Limits what is kept of streams that cannot be read by reference. The default is 1,000,000 users with 1,000 items
    /// each. Call it before the streams are added.
    /// </summary>
    /// <param name="users">The number of users; the one without a value for the longest time goes.</param>
    /// <param name="itemsPerUser">The number of items of each list.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not positive.</exception>
    /// <exception cref="InvalidOperationException">A stream has been added already.</exception>
    public CandidateStreams<TUser, TItem> KeepAtMost(int users, int itemsPerUser)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(itemsPerUser, 1);
        if (_root._order.Count > 0)
        {
            throw new InvalidOperationException($"{nameof(KeepAtMost)} comes before the streams that it is for.");
        }

        (_root._maxKeys, _root._maxItems) = (users, itemsPerUser);
        return this;
    }

    /// <summary>
    /// Limits what a source may contribute. The default is as many items as the list has. A second rule of one source
    /// takes the place of the first.
    /// </summary>
    /// <param name="rule">The source's name, its quota and its weight.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Limit(CandidateRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rules[rule.Source] = rule;
        return this;
    }

    /// <summary>Sets how the sources become one list. The default is by priority.</summary>
    /// <param name="merge">The way in which the sources become one list.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> MergeBy(CandidateMerge merge)
    {
        _root._merge = OptionValue.Defined(merge, nameof(merge));
        return this;
    }

    /// <summary>Makes the ranking, once every stream is subscribed to.</summary>
    internal CandidateRanking<TUser, TItem> Rank(IComparer<TItem>? itemOrder) => new(
        Ruled(),
        _fallback?.Ruled() ?? [],
        _filters.Select(make => make()),
        _merge,
        _knows.Count == 0 ? null : Knows,
        itemOrder,
        _listRules.Select(make => make()));

    private IReadOnlyList<(ICandidateSource<TUser, TItem> Source, CandidateRule Rule)> Ruled()
    {
        var sources = _sources.Select(make => make()).ToList();
        if (_rules.Keys.Except(sources.Select(source => source.Source)).ToList() is [var unknown, ..])
        {
            throw new ArgumentException(
                $"There is a limit for '{unknown}', which is no source of this composition; there are "
                + $"{string.Join(", ", sources.Select(source => source.Source))}.");
        }

        return new NamedSources<TUser, TItem>([], sources).Find(
            sources.Select(source => _rules.GetValueOrDefault(source.Source) ?? new CandidateRule(source.Source)));
    }

    private bool Knows(RecommendationRequest<TUser, TItem> request)
    {
        foreach (var knows in _knows)
        {
            if (knows(request))
            {
                return true;
            }
        }

        return false;
    }

    private TPart Part<TPart>(object stream, Func<TPart> make)
        where TPart : StreamPart
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (_root._parts.TryGetValue(stream, out var known) && known is TPart part)
        {
            return part;
        }

        part = make();
        _root._parts[stream] = part;
        _root._order.Add(part);
        return part;
    }
}
