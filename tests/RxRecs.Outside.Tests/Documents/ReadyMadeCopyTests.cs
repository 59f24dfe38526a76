using System.Text.RegularExpressions;
using RxRecs.Machines;

namespace RxRecs.Outside.Tests;

/// <summary>
/// The file of the ready-made recommender can be copied into a project of one's own: it uses public parts alone, and
/// the copy does the same.
/// </summary>
public sealed class ReadyMadeCopyTests
{
    private static readonly ShopRecommenderOptions Options = new()
    {
        Sources =
        [
            .. new ShopRecommenderOptions().Sources,
            new(RecommendationSource.Content),
            new(RecommendationSource.BuyAgain),
            new(RecommendationSource.PopularOfDay),
        ],
        MaxPerBrand = 3,
        MaxPerCategory = 4,
        DiversityLambda = .7,
        Filter = new ItemFilter { MaxPrice = 90 },
    };

    [Test]
    public void Copy_UnderAnotherName_Compiles() => Assert.That(Copy().Complaints(), Is.Empty);

    [Test]
    public void Copy_OverTheSameEvents_GivesTheSameListsAndState()
    {
        var type = Copy().Load().GetType("Copied.OwnRecommender`3")!;
        var copy = (IRecommender<Interaction, Id, Id>)Activator.CreateInstance(
            type.MakeGenericType(typeof(Interaction), typeof(Id), typeof(Id)),
            ShopRecommender.Selectors,
            Options,
            null,
            null)!;
        var ready = new ShopRecommender(Options);
        var lists = new HashSet<RecommendationSource>();
        foreach (var each in Events())
        {
            copy.Learn(each);
            ready.Learn(each);
            var request = new RecommendationRequest<Id, Id>(each.User, 10) { Session = each.Session };
            var list = Ask(ready, request);
            Assert.That(Ask(copy, request), Is.EqualTo(list));
            lists.UnionWith(list.Select(one => one.Reason.Source));
        }

        Assert.That(Bytes(copy), Is.EqualTo(Bytes(ready)));
        Assert.That(lists, Has.Count.GreaterThan(4), "the sources that lists are from");
    }

    private static DocumentExample Copy()
    {
        const string path = "src/RxRecs/Recommenders/ShopRecommender{TEvent,TUser,TItem}.cs";
        var code = File.ReadAllText(Path.Combine(Repository.Root, path));
        code = Regex.Replace(code, @"\bShopRecommender\b", "OwnRecommender", RegexOptions.None, TimeSpan.FromSeconds(9))
            .Replace("namespace RxRecs;", "namespace Copied;", StringComparison.Ordinal);
        return new(path, 1, "using RxRecs;\n" + code, [], null);
    }

    private static IEnumerable<Interaction> Events()
    {
        var random = new Random(3);
        var start = new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 600; i++)
        {
            var (user, item) = (random.Next(8), random.Next(30));
            yield return new(start.AddHours(3 * i), (InteractionKind)random.Next(4), user == 0 ? Id.None : user, item)
            {
                Session = $"{user} {i / 20}",
                Brand = $"brand {item % 5}",
                CategoryPath = $"c{item % 3}.d{item % 7}",
                Price = item * 3.5m,
            };
        }
    }

    private static List<Recommendation<Id>> Ask(
        IRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return list;
    }

    private static byte[] Bytes(IRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
