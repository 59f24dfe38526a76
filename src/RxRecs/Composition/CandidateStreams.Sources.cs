using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>Where candidates come from.</content>
public sealed partial class CandidateStreams<TUser, TItem>
{
    /// <summary>Adds what lies in the open cart.</summary>
    /// <param name="changes">The changes of carts.</param>
    /// <param name="order">The order of the items.</param>
    /// <param name="ofVisits">
    /// The same of visits, asked where nothing is known of a request's user, but of its visit; null to ask for users
    /// alone.
    /// </param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddCart(
        IObservable<CartChange<TUser, TItem>> changes,
        CartOrder order = CartOrder.NewestFirst,
        IObservable<CartChange<string, TItem>>? ofVisits = null)
    {
        var (part, visits) = (CartsOf(changes), CartsOfVisits(ofVisits));
        Know(part.Knows, visits is null ? null : visits.Knows);
        return Source(
            () => new CartCandidates<TUser, TItem>(part.Carts, order),
            visits is null ? null : () => new CartCandidates<string, TItem>(visits.Carts, order));
    }

    /// <summary>Adds what the user touched before.</summary>
    /// <param name="last">The last items of each user.</param>
    /// <param name="ofVisits">
    /// The same of visits, asked where nothing is known of a request's user, but of its visit; null to ask for users
    /// alone.
    /// </param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddHistory(
        IObservable<LastItems<TUser, TItem>> last, IObservable<LastItems<string, TItem>>? ofVisits = null)
    {
        var (part, visits) = (LastOf(last), LastOfVisits(ofVisits));
        Know(part.Knows, visits is null ? null : visits.Knows);
        return Source(
            () => new RecentCandidates<TUser, TItem>(part),
            visits is null ? null : () => new RecentCandidates<string, TItem>(visits));
    }

    /// <summary>Adds what users with similar interests hold.</summary>
    /// <param name="lists">The similar items of each user.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddSimilarItems(IObservable<SimilarItemsList<TUser, TItem>> lists)
    {
        var part = Part(lists, () => new SimilarPart<TUser, TItem>(lists, _root._maxKeys, _root._maxItems));
        Know(part.Knows, null);
        _sources.Add(() => part.Source);
        return this;
    }

    /// <summary>Adds what may come next in the visit.</summary>
    /// <param name="lists">The next items of each visit.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddNextItems(IObservable<NextItemsList<TUser, TItem>> lists)
    {
        var part = Part(lists, () => new NextItemsPart<TUser, TItem>(lists, _root._maxKeys, _root._maxItems));
        _root._knows.Add(request => part.Knows(request.User, request.Session));
        _sources.Add(() => part.Source);
        return this;
    }

    /// <summary>Adds what trends, the same for everybody.</summary>
    /// <param name="reports">The reports of what trends.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddTrends(IObservable<TrendReport<TItem>> reports)
    {
        var part = TrendsOf(reports);
        _sources.Add(() => new TrendCandidates<TUser, TItem>(() => part.Report));
        return this;
    }

    /// <summary>Adds what trends and is of a brand that the user touched lately.</summary>
    /// <param name="reports">The reports of what trends.</param>
    /// <param name="brands">The last brands of each user.</param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <param name="brandsOfVisits">
    /// The last brands of each visit, asked where nothing is known of a request's user, but of its visit; null to ask
    /// for users alone.
    /// </param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddTrendingBrands(
        IObservable<TrendReport<TItem>> reports,
        IObservable<LastItems<TUser, string>> brands,
        IObservable<CatalogItem<TItem>> catalog,
        IObservable<LastItems<string, string>>? brandsOfVisits = null)
    {
        var (trends, last, items) = (TrendsOf(reports), LastOf(brands), CatalogOf(catalog));
        var visits = LastOfVisits(brandsOfVisits);
        Join(last.Knows, visits is null ? null : visits.Knows);
        return Source(
            () => new TrendingBrandCandidates<TUser, TItem>(() => trends.Report, last, items.Catalog),
            visits is null
                ? null
                : () => new TrendingBrandCandidates<string, TItem>(() => trends.Report, visits, items.Catalog));
    }

    /// <summary>Adds what is like the items that the user touched last.</summary>
    /// <param name="last">The last items of each user.</param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <param name="ofVisits">
    /// The last items of each visit, asked where nothing is known of a request's user, but of its visit; null to ask
    /// for users alone.
    /// </param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddContent(
        IObservable<LastItems<TUser, TItem>> last,
        IObservable<CatalogItem<TItem>> catalog,
        ContentOptions? options = null,
        IObservable<LastItems<string, TItem>>? ofVisits = null)
    {
        var (history, visits, items) = (LastOf(last), LastOfVisits(ofVisits), CatalogOf(catalog));
        Know(history.Knows, visits is null ? null : visits.Knows);
        return Source(
            () => CandidateSources.Content(history, items.Catalog, options),
            visits is null ? null : () => CandidateSources.Content(visits, items.Catalog, options));
    }

    /// <summary>Adds what is popular, the same for everybody.</summary>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddPopular(IObservable<CatalogItem<TItem>> catalog)
    {
        var part = CatalogOf(catalog);
        _sources.Add(() => new PopularCandidates<TUser, TItem>(part.Catalog));
        return this;
    }

    /// <summary>Adds a stream of your own that gives lists for users: the newest of each user counts.</summary>
    /// <param name="source">The name and the purpose of the source in the lists.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="userSelector">A selector of the user whom a value is for.</param>
    /// <param name="itemsSelector">A selector of the items, best first; none to take back the list before.</param>
    /// <typeparam name="TValue">The type of the stream's values.</typeparam>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Add<TValue>(
        RecommendationSource source,
        IObservable<TValue> stream,
        Func<TValue, TUser> userSelector,
        Func<TValue, IReadOnlyList<TItem>> itemsSelector)
    {
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemsSelector);
        var part = Part(stream, () => new ListPart<TValue, TUser, TItem>(
            source, stream, userSelector, itemsSelector, _root._maxKeys, _root._maxItems));
        Know(part.Lists.Knows, null);
        _sources.Add(() => new ListCandidates<TUser, TItem>(source, part.Lists, hasPlaces: true));
        return this;
    }

    /// <summary>Adds a stream of your own that gives a list for everybody: the newest counts.</summary>
    /// <param name="source">The name and the purpose of the source in the lists.</param>
    /// <param name="stream">The lists, best first.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Add(
        RecommendationSource source, IObservable<IReadOnlyList<TItem>> stream)
    {
        var part = Part(stream, () => new ListPart<IReadOnlyList<TItem>, byte, TItem>(
            source,
            stream,
            static _ => SharedListCandidates<TUser, TItem>.Key,
            static items => items,
            1,
            _root._maxItems));
        _sources.Add(() => new SharedListCandidates<TUser, TItem>(source, part.Lists));
        return this;
    }

    /// <summary>
    /// Adds what a recommender recommends, such as one of <see cref="ItemToItem"/>, which learns the events of the
    /// composition and is saved with it.
    /// </summary>
    /// <param name="source">The name and the purpose of the source in the lists.</param>
    /// <param name="events">The events, or those of them that it is to learn.</param>
    /// <param name="recommenderFactory">
    /// The function that makes the recommender; called once. The recommender is not disposed: one that has to be is its
    /// maker's affair. What it recommends as a fallback is left out, except among the sources of
    /// <see cref="Fallback"/>, and its list should be longer where it is asked for more.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> AddRecommender<TEvent>(
        RecommendationSource source,
        IObservable<TEvent> events,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        var stream = events.RunMachine(() => new LearnMachine<TEvent, TUser, TItem>(recommenderFactory()));
        var part = Part(stream, () => new RecommenderPart<TEvent, TUser, TItem>(stream));
        var candidates = new RecommenderCandidates<TEvent, TUser, TItem>(
            source, part, isForFallback: _root != this);
        _root._knows.Add(request => candidates.Knows(request));
        _sources.Add(() => candidates);
        return this;
    }

    /// <summary>Adds a candidate source of your own; what it keeps is not saved with the composition.</summary>
    /// <param name="source">The source.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Add(ICandidateSource<TUser, TItem> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _sources.Add(() => source);
        return this;
    }
}
