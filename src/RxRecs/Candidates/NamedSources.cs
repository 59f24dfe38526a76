using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Finds the candidate source that a rule names, for a <see cref="CandidateRanking{TUser, TItem}"/>: the usual sources
/// of a recommender, and the sources of its user.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NamedSources<TUser, TItem>
{
    private readonly Dictionary<RecommendationSource, ICandidateSource<TUser, TItem>> _sources = [];
    private readonly HashSet<RecommendationSource> _unused = [];

    /// <summary>
    /// Takes the usual sources, and a user's own; one of the latter takes the place of a usual one with its name.
    /// </summary>
    /// <param name="usual">The usual sources, each with a name of its own.</param>
    /// <param name="own">The user's own sources.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Two sources of a kind are called the same, or one is null.</exception>
    public NamedSources(
        IEnumerable<ICandidateSource<TUser, TItem>> usual, IEnumerable<ICandidateSource<TUser, TItem>> own)
    {
        ArgumentNullException.ThrowIfNull(usual);
        ArgumentNullException.ThrowIfNull(own);
        foreach (var source in usual)
        {
            _sources.Add(source.Source, source);
        }

        foreach (var source in own)
        {
            if (source is null)
            {
                throw new ArgumentException("A candidate source is null.", nameof(own));
            }

            if (!_unused.Add(source.Source))
            {
                throw new ArgumentException(
                    $"Two candidate sources are called '{source.Source}': give one of them another name.");
            }

            _sources[source.Source] = source;
        }
    }

    /// <summary>
    /// Gets the usual sources that are made only where a rule names them, so that an error about an unknown name can
    /// list them as well. The default is none.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<RecommendationSource> MadeWhenNamed { get; init => field = OptionValue.NotNull(value); } = [];

    /// <summary>Returns each rule its source.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>The sources with their rules, in the order of the rules.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rules"/> is null.</exception>
    /// <exception cref="ArgumentException">A rule names a source that is not there.</exception>
    public IReadOnlyList<(ICandidateSource<TUser, TItem> Source, CandidateRule Rule)> Find(
        IEnumerable<CandidateRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var found = new List<(ICandidateSource<TUser, TItem>, CandidateRule)>();
        foreach (var rule in rules)
        {
            if (!_sources.TryGetValue(rule.Source, out var source))
            {
                throw new ArgumentException(
                    $"No candidate source is called '{rule.Source}'; there are "
                    + $"{string.Join(", ", _sources.Keys.Union(MadeWhenNamed))}.",
                    nameof(rules));
            }

            _unused.Remove(rule.Source);
            found.Add((source, rule));
        }

        return found;
    }

    /// <summary>Makes sure that no source of the user's own goes unasked, once all rules have theirs.</summary>
    /// <exception cref="ArgumentException">No rule names one of them.</exception>
    public void ThrowIfUnused()
    {
        if (_unused.Count > 0)
        {
            throw new ArgumentException(
                $"No rule names the candidate source '{_unused.First()}': it needs a {nameof(CandidateRule)} among "
                + $"{nameof(ShopRecommenderOptions.Sources)} or {nameof(ShopRecommenderOptions.Fallbacks)}.");
        }
    }
}
