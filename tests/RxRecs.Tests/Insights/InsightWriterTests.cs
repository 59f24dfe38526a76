using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RxRecs.Analytics;

namespace RxRecs.Tests.Insights;

public sealed class InsightWriterTests
{
    [Test]
    public void WriteText_HostileName_IsOneLineInEnglish()
    {
        var events = InsightsTests.Purchases(9, 90, 91)
            .Select(each => each with { Brand = "a\u001b[2J\nb", Price = 1234.5m });
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        InsightWriter.WriteText(
            InsightsTests.Run(events)[1], text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.That(text.ToString(), Does.StartWith("2026-03-02 02:00 to 2026-03-02 03:00 (Europe/Berlin)\n"));
        Assert.That(text.ToString(), Does.Contain("Revenue           111,105.00       11,110.50    +900.0 %\n"));
        Assert.That(text.ToString(), Does.Contain("9 -> 90        since 2026-03-02 02:00, from 9 (a·[2J·b)\n"));
        Assert.That(text.ToString().Where(char.IsControl).Distinct(), Is.EqualTo("\n"));
    }

    [Test]
    public void WriteHtml_HostileName_IsTextOnOneLineInEnglish()
    {
        var events = InsightsTests.Purchases(9, 90, 91)
            .Select(each => each with { Brand = "<b>\u001b\n", Price = 1234.5m });
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        InsightWriter.WriteHtml(InsightsTests.Run(events), html, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var page = html.ToString();
        Assert.That(page, Does.StartWith("<!doctype html>").And.Contain("<bdi>&lt;b&gt;&#183;&#183;</bdi>"));
        Assert.That(page, Does.Contain("<h1>2026-03-02 02:00 to 2026-03-02 03:00 (Europe/Berlin)</h1>"));
        Assert.That(page, Does.Contain("111,105.00").And.Contain("+900.0 %"));
        Assert.That(page.Contains("<script", StringComparison.Ordinal), Is.False);
        Assert.That(page.Contains('\u001b'), Is.False);
    }

    [Test]
    public void WriteHtml_NoReport_SaysSo()
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        InsightWriter.WriteHtml<string>([], html);
        Assert.That(html.ToString(), Does.Contain("<h1>No event was seen</h1>"));
    }

    [Test]
    public void WriteJson_Report_HasTheFormThatIsWritten()
    {
        var events = InsightsTests.Purchases(9, 90, 91)
            .Select(each => each with { Brand = "emil", CategoryPath = "apparel.shoes" });
        var output = new ArrayBufferWriter<byte>();
        InsightWriter.WriteJson(InsightsTests.Run(events)[1], output);
        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Does.Not.Contain("\n"));
        using var json = JsonDocument.Parse(output.WrittenMemory);
        var rising = json.RootElement.GetProperty("items").GetProperty("rising")[0];
        Assert.Multiple(() =>
        {
            Assert.That(rising.GetRawText(), Is.EqualTo(
                "{\"product_id\":1,\"brand\":\"emil\",\"category\":\"apparel.shoes\",\"before\":9,\"now\":90,"
                + "\"score\":8.140806303599618,\"since\":\"2026-03-02T01:00:00Z\",\"count_before\":9,"
                + "\"counts\":[9,90]}"));
            Assert.That(
                json.RootElement.EnumerateObject().Select(each => each.Name),
                Is.EqualTo(
                [
                    "start", "end", "now", "before", "items", "categories", "brands", "contrasts", "against_category",
                ]));
            Assert.That(
                json.RootElement.GetProperty("categories").GetProperty("rising")[0].GetProperty("category").GetString(),
                Is.EqualTo("apparel.shoes"));
            Assert.That(
                json.RootElement.GetProperty("now").GetProperty("cart_to_purchase").GetRawText(),
                Is.EqualTo("{\"users\":0,\"converted\":0}"));
        });
    }
}
