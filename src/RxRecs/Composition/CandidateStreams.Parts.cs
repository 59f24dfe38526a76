using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>The parts that streams become, those of visits joined to those of users.</content>
public sealed partial class CandidateStreams<TUser, TItem>
{
    private CandidateStreams<TUser, TItem> Source(
        Func<ICandidateSource<TUser, TItem>> ofUsers, Func<ICandidateSource<string, TItem>>? ofVisits)
    {
        _sources.Add(ofVisits is null
            ? ofUsers
            : () => new EitherSource<TUser, TItem>(_root._visits.IsAboutVisit, ofUsers(), ofVisits()));
        return this;
    }

    private CandidateStreams<TUser, TItem> Filter(
        Func<ICandidateFilter<TUser, TItem>> ofUsers, Func<ICandidateFilter<string, TItem>>? ofVisits)
    {
        _root._filters.Add(ofVisits is null
            ? ofUsers
            : () => new EitherFilter<TUser, TItem>(_root._visits.IsAboutVisit, ofUsers(), ofVisits()));
        return this;
    }

    /// <summary>Makes users, and visits, of whom a stream tells known: their lists are no fallback.</summary>
    private void Know(Func<TUser, bool> knowsUser, Func<string, bool>? knowsVisit)
    {
        _root._knows.Add(request => request.User is { } user && knowsUser(user));
        if (knowsVisit is not null)
        {
            _root._knows.Add(request => request.Session is { Length: > 0 } session && knowsVisit(session));
        }

        Join(knowsUser, knowsVisit);
    }

    private void Join(Func<TUser, bool> knowsUser, Func<string, bool>? knowsVisit)
    {
        if (knowsVisit is not null)
        {
            _root._visits.Add(knowsUser, knowsVisit);
        }
    }

    private LastItemsPart<TKey, TKept> LastOf<TKey, TKept>(IObservable<LastItems<TKey, TKept>> last)
        where TKey : notnull =>
        Part(last, () => new LastItemsPart<TKey, TKept>(last, _root._maxKeys, _root._maxItems));

    private LastItemsPart<string, TKept>? LastOfVisits<TKept>(IObservable<LastItems<string, TKept>>? last) =>
        last is null ? null : LastOf(last);

    private CartPart<TKey, TItem> CartsOf<TKey>(IObservable<CartChange<TKey, TItem>> changes)
        where TKey : notnull =>
        Part(changes, () => new CartPart<TKey, TItem>(changes, _root._maxKeys, _root._maxItems));

    private CartPart<string, TItem>? CartsOfVisits(IObservable<CartChange<string, TItem>>? changes) =>
        changes is null ? null : CartsOf(changes);

    private TrendPart<TItem> TrendsOf(IObservable<TrendReport<TItem>> reports) =>
        Part(reports, () => new TrendPart<TItem>(reports, _root._maxItems));

    private CatalogPart<TItem> CatalogOf(IObservable<CatalogItem<TItem>> catalog) =>
        Part(catalog, () => new CatalogPart<TItem>(catalog, _root._maxKeys));
}
