using System.Reactive.Linq;
using DynamicData;
using RxRecs.Testing;

namespace RxRecs.DynamicData.Tests;

/// <summary>
/// A stream, and its copy with every id replaced by a text that keeps their order, give the same change sets under the
/// replacement.
/// </summary>
public sealed class TextIdLawTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public void ToChangeSet_LastItems_IdsReplacedByTexts_AreTheSame([Range(1, 2)] int seed) =>
        Check(seed, (shop, _) => Texts(
            shop.LastItemsPerUser(3, new LastPerKeyOptions { MaxKeys = 5 }).ToChangeSet(),
            list => string.Join(", ", list.Items)));

    [Test]
    public void ToChangeSet_Carts_IdsReplacedByTexts_AreTheSame([Range(1, 2)] int seed)
    {
        var options = new CartOptions
        {
            AllowedLateness = SampleInteractions.Disorder,
            AbandonAfter = Hour,
            MaxKeys = 5,
        };

        Check(seed, (shop, _) => Texts(shop.CartMinusPurchasePerUser(options).ToChangeSet(), line => $"{line}"));
    }

    [Test]
    public void ToChangeSet_Trends_IdsReplacedByTexts_AreTheSame([Range(1, 2)] int seed)
    {
        var options = new TrendBucketsOptions { AllowedLateness = SampleInteractions.Disorder };

        Check(seed, (shop, _) => Texts(
            shop.TrendBuckets(Hour, options).TopTrends(TrendScore.DampedChange).ToChangeSet(),
            entry => $"{entry}"));
    }

    [Test]
    public void ToChangeSet_Recommendations_IdsReplacedByTexts_AreTheSame([Range(1, 2)] int seed)
    {
        var options = new ShopRecommenderOptions { Buckets = new() { AllowedLateness = Hour } };

        Check(seed, (shop, user) => Texts(
            shop.Recommend(8, () => new ShopRecommender(options), each => each.User).ToChangeSet(user),
            entry => $"{entry}"));
    }

    private static void Check(int seed, Func<IObservable<Interaction>, Id, IReadOnlyList<string>> results)
    {
        var shop = SampleInteractions.Disordered(new Random(seed), 1_500).Select(TextIds.Spread).ToList();
        var user = shop.First(each => !each.User.IsNone).User;

        var numbers = results(shop.ToObservable(), user);
        var texts = results(shop.Select(TextIds.Of).ToObservable(), TextIds.Of(user));

        Assert.That(numbers, Has.Count.GreaterThan(20));
        Assert.That(texts, Is.Not.EqualTo(numbers));
        Assert.That(texts.Select(TextIds.Back), Is.EqualTo(numbers));
    }

    private static List<string> Texts<TObject, TKey>(
        IObservable<IChangeSet<TObject, TKey>> changes, Func<TObject, string> text)
        where TObject : notnull
        where TKey : notnull =>
        [
            .. changes.ToEnumerable().Select(set => string.Join("; ", set.Select(change =>
                $"{change.Reason} {change.Key}: {text(change.Current)}"))),
        ];
}
