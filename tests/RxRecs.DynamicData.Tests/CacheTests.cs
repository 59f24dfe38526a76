using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData;
using NUnit.Framework.Constraints;

namespace RxRecs.DynamicData.Tests;

/// <summary>Tests of a live cache that is disposed, or whose source ends.</summary>
public sealed class CacheTests
{
    [Test]
    public void ToCache_Dispose_EndsTheSubscriptionAndCompletesWhoIsConnected()
    {
        using var source = new Subject<RecommendationList<int, int>>();
        var cache = source.ToCache(user: 1);
        var completed = false;
        using var connection = cache.Connect().Subscribe(_ => { }, () => completed = true);
        var before = source.HasObservers;

        cache.Dispose();

        Assert.That((before, source.HasObservers, completed), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void ToCache_SourceError_KeepsTheEntriesAndHandsTheErrorToWhoConnects()
    {
        var error = new InvalidOperationException("broken");
        using var source = new Subject<LastItems<int, int>>();
        using var cache = source.ToCache();
        Exception? connected = null;
        using var connection = cache.Connect().Subscribe(_ => { }, each => connected = each);

        source.OnNext(new LastItems<int, int>(1, [11], 0));
        source.OnError(error);
        Exception? late = null;
        using var lateConnection = cache.Connect().Subscribe(_ => { }, each => late = each);

        Assert.That(cache.Items.Select(each => each.Key), Is.EqualTo(new[] { 1 }));
        Assert.That((connected, late), Is.EqualTo((error, error)));
    }

    [Test]
    public void ToCache_SourceCompletes_StaysReadable()
    {
        using var cache = Observable.Return(new LastItems<int, int>(1, [11], 0)).ToCache();

        var sets = cache.Connect().ToEnumerable().ToList();

        Assert.That(sets.Select(set => set.Adds), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void ToChangeSetAndToCache_NullSource_ThrowAtOnce()
    {
        IObservable<LastItems<int, int>>? lists = null;
        IObservable<CartChange<int, int>>? carts = null;
        IObservable<TrendReport<int>>? reports = null;
        IObservable<RecommendationList<int, int>>? recommendations = null;

        Assert.That(() => lists!.ToChangeSet(), NamesSource);
        Assert.That(() => carts!.ToChangeSet(), NamesSource);
        Assert.That(() => reports!.ToChangeSet(), NamesSource);
        Assert.That(() => recommendations!.ToChangeSet(user: 1), NamesSource);
        Assert.That(() => lists!.ToCache(), NamesSource);
        Assert.That(() => carts!.ToCache(), NamesSource);
        Assert.That(() => reports!.ToCache(), NamesSource);
        Assert.That(() => recommendations!.ToCache(user: 1), NamesSource);
    }

    private static IResolveConstraint NamesSource =>
        Throws.ArgumentNullException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("source");
}
