using RxRecs.Shop.Options;

namespace RxRecs.Shop.Tests;

public sealed class ListTextTests
{
    [TestCase("a,b", "a|b")]
    [TestCase("a", "a")]
    [TestCase("", "")]
    [TestCase(",a,,b,", "|a||b|")]
    [TestCase("\"a,b\",c", "a,b|c")]
    [TestCase("c,\"a,b\"", "c|a,b")]
    [TestCase("\"x,y\"=view,z=cart", "x,y=view|z=cart")]
    [TestCase("\"say \"\"hi\"\"\",b", "say \"hi\"|b")]
    [TestCase("27\" tv,b", "27\" tv|b")]
    [TestCase("\"open,b", "\"open|b")]
    [TestCase("\"\",b", "|b")]
    public void Split_OfAList_GivesItsParts(string list, string parts) =>
        Assert.That(string.Join('|', ListText.Split(list)), Is.EqualTo(parts));
}
