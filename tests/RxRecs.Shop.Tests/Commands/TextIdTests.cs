using System.Text.Json;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>
/// A shop with GUID users and SKU items works in every command: rows made for this test, whose right answers are known
/// by hand.
/// </summary>
public sealed class TextIdTests
{
    private const string Guid = "0d2f5a77-90b1-4c3e-8f66-1b2c3d4e5f60";

    private const string Rows =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
        + "2026-03-02 08:00:00 UTC,view,SKU-7/blue,coats,apparel.coats,marlo,80.00," + Guid + ",s-1\n"
        + "2026-03-02 08:01:00 UTC,cart,SKU-7/blue,coats,apparel.coats,marlo,80.00," + Guid + ",s-1\n"
        + "2026-03-02 08:01:30 UTC,cart,ART 9,coats,apparel.coats,solis,20.00,visitor:3,s-3\n"
        + "2026-03-02 08:02:00 UTC,view,000500,coats,apparel.coats,marlo,60.00,visitor:3,s-3\n"
        + "2026-03-02 08:03:00 UTC,purchase,SKU-7/blue,coats,apparel.coats,marlo,80.00," + Guid + ",s-1\n"
        + "2026-03-02 08:04:00 UTC,cart,500,coats,apparel.coats,marlo,40.00,visitor:3,s-3\n"
        + "2026-03-02 08:05:00 UTC,view,500,coats,apparel.coats,marlo,40.00,12,s-4\n"
        + "2026-03-02 08:05:10 UTC,view,ART 9,coats,apparel.coats,marlo,40.00,12,s-4\n"
        + "2026-03-03 08:05:00 UTC,purchase,SKU-7/blue,coats,apparel.coats,marlo,80.00,12,s-5\n"
        + "2026-03-03 08:06:00 UTC,purchase,500,coats,apparel.coats,marlo,40.00," + Guid + ",s-6\n"
        + "2026-03-03 08:07:00 UTC,purchase,SKU-7/blue,coats,apparel.coats,marlo,80.00,visitor:4,s-7\n"
        + "2026-03-03 08:08:00 UTC,purchase,SKU-7/blue,coats,apparel.coats,marlo,80.00,visitor:5,s-9\n"
        + "2026-03-04 08:00:00 UTC,view,SKU-7/blue,coats,apparel.coats,marlo,80.00,visitor:4,s-8\n";

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"rxrecs-ids-{System.Guid.NewGuid():N}.csv");

    [OneTimeSetUp]
    public void WriteFile() => File.WriteAllText(_file, Rows);

    [OneTimeTearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void Carts_OfGuidUsers_AreKnownByTheirIds()
    {
        var carts = Json("cart", "carts");
        Assert.That(carts.Select(cart => cart.Text("user_id")), Is.EqualTo(new[] { "visitor:3" }));
        Assert.That(Texts(carts[0].GetProperty("items")), Is.EqualTo(new[] { "500", "\"ART 9\"" }));

        var named = ShopConsole.Run("carts", "--users", $"{Guid},nobody,visitor:3", _file);
        Assert.That(named.Output, Does.Contain($"The cart of user {Guid} is empty."));
        Assert.That(named.Output, Does.Contain("Unknown user nobody"));
    }

    [Test]
    public void Recent_OfNamedUsers_KeepsItemsApartThatDifferInZeros()
    {
        var recent = Json("recent", "recent", "--users", "visitor:3");

        Assert.That(
            Texts(recent.Single().GetProperty("items")), Is.EqualTo(new[] { "500", "\"000500\"", "\"ART 9\"" }));
    }

    [Test]
    public void Recent_UserAsADataFrameWritesIt_IsTheUser()
    {
        var recent = Json("recent", "recent", "--users", "12.0");

        Assert.That(recent.Single().GetProperty("user_id").GetInt64(), Is.EqualTo(12));
    }

    [Test]
    public void Recent_UnknownUsers_AreToldInOrderOfIds()
    {
        var run = ShopConsole.Run("recent", "--users", "b,100,99,a", "--json", _file);

        Assert.That(
            run.Json("notice").Select(line => line.Text("text")!.Split(' ')[2].TrimEnd(':')),
            Is.EqualTo(new[] { "99", "100", "a", "b" }));
    }

    [Test]
    public void Trends_OfItems_CountSkus()
    {
        var rising = Json("trend", "trends").Where(line => line.Text("direction") == "rising").ToList();

        Assert.That(
            Texts(rising.Select(line => line.GetProperty("product_id"))), Is.EqualTo(new[] { "\"SKU-7/blue\"" }));
        Assert.That(rising[0].Text("item_brand"), Is.EqualTo("marlo"));
        Assert.That(
            Json("trend", "trends", "--per", "brand").Where(line => line.Text("direction") == "rising")
                .Select(line => line.Text("group")),
            Is.EqualTo(new[] { "marlo" }));
    }

    [Test]
    public void Rank_OfItems_NamesSkus()
    {
        var rank = Json("rank", "rank");

        Assert.That(
            Texts(rank.Select(line => line.GetProperty("product_id"))), Is.EqualTo(new[] { "\"SKU-7/blue\"", "500" }));
    }

    [Test]
    public void Similar_OfAGuidUser_AreItemsOfOthers()
    {
        var similar = Json("similar", "similar", "--users", Guid);

        Assert.That(similar.Select(line => line.Text("user_id")), Is.All.EqualTo(Guid));
        Assert.That(
            Texts(similar.Select(line => line.GetProperty("product_id"))),
            Is.EquivalentTo(new[] { "\"000500\"", "\"ART 9\"" }));
    }

    [Test]
    public void Recommend_ToAGuidUser_SaysWhy()
    {
        var list = Json("recommendation", "recommend", "--users", "visitor:3", "--exclude", "ART 9");

        Assert.That(list[0].Text("user_id"), Is.EqualTo("visitor:3"));
        Assert.That(list[0].GetProperty("product_id").GetRawText(), Is.EqualTo("500"));
        Assert.That(list[0].Text("source"), Is.EqualTo("OpenCart"));
        Assert.That(Texts(list.Select(line => line.GetProperty("product_id"))), Has.None.EqualTo("\"ART 9\""));
    }

    [Test]
    public void Evaluate_OfAGuidUser_CountsEvents()
    {
        var run = Run("evaluate", "--users", Guid, "--targets", "view,cart,purchase", "--json");

        Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(13));
        Assert.That(run.Json("evaluation"), Is.Not.Empty);
    }

    [Test]
    public void EveryCommand_OverTextIds_EndsWellInBothForms([Values] bool json)
    {
        foreach (var (name, run) in EveryCommand.Over(_file, json ? ["--json"] : []))
        {
            Assert.That(run.ExitCode, Is.Zero, $"{name}: {run.Error}");
            Assert.That(run.Error, Does.Not.Contain("xception"), name);
        }
    }

    private static string[] Texts(JsonElement array) => Texts(array.EnumerateArray());

    private static string[] Texts(IEnumerable<JsonElement> values) => [.. values.Select(each => each.GetRawText())];

    private List<JsonElement> Json(string type, params string[] command) => Run([.. command, "--json"]).Json(type);

    private ShopConsole Run(params string[] command)
    {
        var run = ShopConsole.Run([.. command, _file]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }
}
