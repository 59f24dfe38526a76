using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

public sealed partial class ErasableRecommenderTests
{
    private static readonly ErasureOptions Hundreds = new() { MaxEvents = 400, Segments = 2 };

    [Test]
    public void WhileBusy_WithASaveAndAChange_MayAskForWhatWasKnownBefore()
    {
        var plain = Shopping(Hundreds);
        var asked = new SortedSet<int>();
        var erasable = AskedWhileBusy(asked);
        foreach (var each in new[] { plain, erasable })
        {
            Learn(each, Enumerable.Range(1, 900).Select(item => Shop.Purchase("bert", item)));
        }

        Assert.That(asked, Is.Not.Empty.And.SubsetOf(new[] { 200, 400, 600, 800 }), "where a segment begins");
        Assert.That(Text(erasable), Is.EqualTo(Text(plain)));
        asked.Clear();
        Assert.That(erasable.Forget("bert"), Is.EqualTo(plain.Forget("bert")));
        Assert.That(asked, Is.Not.Empty.And.All.EqualTo(900), "while it is forgotten");
        Assert.That(Text(erasable), Is.EqualTo(Text(plain)));
    }

    [Test]
    public void WhileBusy_WhileAStateIsRead_MayAskForWhatWasKnownBefore()
    {
        var plain = Shopping(Hundreds);
        var asked = new SortedSet<int>();
        var erasable = AskedWhileBusy(asked);
        foreach (var each in new[] { plain, erasable })
        {
            Learn(each, Enumerable.Range(1, 899).Select(item => Shop.Purchase("bert", item)));
            Learn(each, [Shop.Purchase("guest", 900)]);
        }

        // Of the newest segment alone, which is too short to call and to be followed by another.
        asked.Clear();
        Assert.That(erasable.Merge("guest", "bert"), Is.EqualTo(plain.Merge("guest", "bert")));

        Assert.That(asked, Is.Not.Empty.And.All.EqualTo(900));
        Assert.That(Text(erasable), Is.EqualTo(Text(plain)));
    }

    /// <summary>Makes a recommender that tells how many items it knows whenever it is busy.</summary>
    private static ErasableRecommender<Interaction, Id, Id> AskedWhileBusy(SortedSet<int> asked)
    {
        ErasableRecommender<Interaction, Id, Id>? erasable = null;
        return erasable = Shopping(Hundreds with
        {
            OnProgress = () =>
            {
                var list = new List<Recommendation<Id>>();
                erasable!.Recommend(new("carl", 1_000), list);
                asked.Add(list.Count);
            },
        });
    }
}
