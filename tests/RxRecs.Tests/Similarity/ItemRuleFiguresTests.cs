using System.Globalization;
using RxRecs.Recommenders;
using RxRecs.Tests.NextItem;

namespace RxRecs.Tests.Similarity;

/// <summary>The lists and scores that another framework gave for public data, where the data is beside the
/// repository.</summary>
[Category(Repository.DataTests)]
public sealed class ItemRuleFiguresTests
{
    private static readonly Dictionary<string, ItemToItemOptions> Rules = new(StringComparer.Ordinal)
    {
        ["ar"] = ItemToItemOptions.AssociationRules with { MaxNeighbors = 10_000 },
        ["sr"] = ItemToItemOptions.SequentialRules with
        {
            Steps = 20,
            Weight = PositionWeight.Quadratic,
            MaxNeighbors = 10_000,
        },
    };

    [TestCase("ar")]
    [TestCase("sr")]
    public void Rules_Rsc15_GiveThePublishedListsUpToTies(string name)
    {
        var file = Repository.Data($"rsc15-100k/recoms_rsc15_100k_{name}.csv");
        var state = ItemToItem.Recommender(Rules[name]);
        PublicSessions.Rsc15("train_full").ForEach(state.Learn);
        var visits = PublicSessions.Rsc15("test").ToLookup(each => each.Session);
        var list = new List<Recommendation<Id>>();
        var count = 0;
        foreach (var line in File.ReadLines(file).Skip(1).Select(line => line.Split(';')))
        {
            var item = visits[$"test {line[0]}"].ElementAt(int.Parse(line[1], CultureInfo.InvariantCulture)).Item;
            state.Recommend(new(Id.None, 10_000) { Around = [item] }, list);
            var most = list.Count > 0 ? list[0].Score : 1;
            var ours = list.ToDictionary(each => each.Item, each => each.Score / most);
            var items = line[2].Split(',').Take(10).Select(Id.Parse).ToArray();
            var scores = line[3].Split(',').Take(10)
                .Select(each => double.Parse(each, CultureInfo.InvariantCulture)).ToArray();

            // The scores are those of each item, and in order; what is at a place where scores are equal may differ.
            Assert.That(items.Select(each => ours.GetValueOrDefault(each)), Is.EqualTo(scores).Within(1e-6), line[0]);
            Assert.That(
                list.Take(10).Select(each => each.Score / most).Concat(Enumerable.Repeat(0.0, 10)).Take(10),
                Is.EqualTo(scores).Within(1e-6),
                line[0]);
            count++;
        }

        Assert.That(count, Is.EqualTo(387));
    }
}
