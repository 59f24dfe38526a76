using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>Tests that what is wrong with a table or a field is said with what to do.</summary>
public sealed class AdviceTests
{
    [TestCase("item=sku?", "sku")]
    [TestCase("time=day?", "day")]
    public void TimeAndItem_ThatMayBeMissing_AreNeededAllTheSame(string wrong, string missing)
    {
        var (field, column) = (wrong.Split('=')[0], wrong.Split('=')[1]);
        var columns = new ShopColumns
        {
            Time = field == "time" ? column : "event_time",
            Item = field == "item" ? column : "product_id",
        };

        Assert.That(
            () => Reading.OfText("event_time,product_id\n2019-11-01,1\n", new ShopFileOptions { Columns = columns }),
            Throws.TypeOf<ShopFileException>().With.Message.Contains($"no column {missing};"));
    }

    [TestCase("x,y", "(--kind-map '\"x,y\"=KIND', one of ")]
    [TestCase("add to cart", "(--kind-map 'add to cart=cart')")]
    [TestCase("sale!", "(--kind-map 'sale!=purchase')")]
    [TestCase("order.done", "(--kind-map order.done=KIND, one of ")]
    public void Kinds_OfOddNames_AreAdvisedAsAShellTakesThem(string kind, string advice) => Assert.That(
        Reading.OfText($"event_time,event_type,product_id\n2019-11-01,\"{kind}\",1\n").DeadLetters.Single().Reason,
        Does.Contain(advice));

    [TestCase("None", "--null-markers None")]
    [TestCase("-", "--null-markers -")]
    [TestCase("5 EUR", null)]
    public void Price_WithoutADigit_IsAdvisedAsAMarker(string price, string? advice) => Assert.That(
        Reading.OfText($"event_time,event_type,product_id,price\n2019-11-01,view,1,{price}\n")
            .Summary.Fields.FirstUnreadable,
        advice is null ? Does.Not.Contain("--null-markers") : Does.EndWith($"({advice})"));

    [Test]
    public void Text_InLatin1_SaysHowToSaveIt()
    {
        var reading = Reading.OfBytes(Encoding.Latin1.GetBytes(
            "event_time,event_type,product_id,brand\n2019-11-01,view,1,Café\n2019-11-01,view,Öl,x\n"));

        Assert.That(
            reading.Summary.Fields.FirstUnreadable,
            Is.EqualTo("line 2: brand 'Caf\uFFFD' is not UTF-8; save the file, or write the records, as UTF-8"));
        Assert.That(reading.DeadLetters.Single().Reason, Does.EndWith("is not valid UTF-8; save the file, or write "
            + "the records, as UTF-8"));
    }
}
