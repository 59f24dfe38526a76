using System.Text;
using System.Text.Json;

namespace RxRecs.Tests.Records;

/// <summary>Tests that text that cannot be read is told with the place where it is wrong.</summary>
public sealed class RecsJsonPlacesTests
{
    [TestCase("", "does not contain a result")]
    [TestCase(" \n ", "does not contain a result")]
    [TestCase("{", "ends within the result, after 1 bytes")]
    [TestCase("""{"user_id":1,"items":[{"product_id""", "ends within the result")]
    [TestCase("{\n  \"user_id\": what", "line 2, byte 14")]
    [TestCase("""{"user_id":1,"items":[]} x""", "line 1, byte 26")]
    [TestCase("null", "it is not an object")]
    [TestCase("[]", "it is not an object")]
    public void Read_NotJson_SaysWhere(string json, string where)
    {
        var error = Assert.Catch<JsonException>(() => RecsJson.ReadRecommendationList(Encoding.UTF8.GetBytes(json)));
        Assert.That(error!.Message, Does.Contain(where).And.Not.Contain("token").And.Not.Contain("isFinalBlock"));
    }

    [TestCase("items", "\"items\":7", "$.items")]
    [TestCase("items[0].product_id", "\"items\":[{}]", "$.items[0].source")]
    [TestCase("items[1].score", "\"items\":[ITEM,{\"product_id\":2,\"score\":\"x\",REST}]", "$.items[1].score")]
    [TestCase("infinite", "\"items\":[{\"product_id\":2,\"score\":1e999,REST}]", "$.items[0].score")]
    [TestCase("purpose", "\"items\":[{\"source\":\"History\",\"purpose\":\"x\"}]", "$.items[0].purpose")]
    [TestCase("id", "\"items\":[{\"product_id\":true,\"score\":1,REST}]", "$.items[0].product_id")]
    [TestCase("why", "\"items\":[{\"product_id\":2,\"score\":1,REST,\"why\":[{}]}]", "$.items[0].why[0].source")]
    [TestCase("place", "\"items\":[{\"product_id\":2,\"score\":1,REST,\"error\":\"\"}]", "$.items[0].error")]
    [TestCase("before", "\"items\":[{\"product_id\":2,REST,\"place_before\":-1}]", "$.items[0].place_before")]
    [TestCase("rules", "\"items\":[],\"rules\":[{\"rule\":\"a\",\"left_out\":-1,\"moved\":0}]", "$.rules[0].left_out")]
    [TestCase("moved", "\"items\":[],\"rules\":[{\"rule\":\"a\",\"left_out\":0,\"moved\":-1}]", "$.rules[0].moved")]
    [TestCase("session", "\"items\":[],\"session\":5", "$.session")]
    public void Read_WrongMember_TellsItsPath(string name, string members, string path)
    {
        const string Rest = """
            "source":"History","purpose":"reminder","value":1
            """;
        var json = $"{{\"user_id\":1,{members}}}"
            .Replace("ITEM", "{\"product_id\":1,\"score\":2,REST}").Replace("REST", Rest);
        var error = Assert.Catch<JsonException>(() => RecsJson.ReadRecommendationList(Encoding.UTF8.GetBytes(json)));
        Assert.That((name, error!.Path), Is.EqualTo((name, path)));
        Assert.That(error!.Message, Does.Contain(path[2..]));
    }
}
