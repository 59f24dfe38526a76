using System.Globalization;
using System.Text;
using System.Xml;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of what a shop's owner reads: as text, as JSON, and as a page.</summary>
[TestFixture]
[Parallelizable]
public sealed class InsightsTests
{
    private const string Hostile = "<script>alert(1)</script>&\"x";
    private string _folder = "";

    private string Events => Path.Combine(_folder, "events.csv");

    private string PageFile => Path.Combine(_folder, "page.html");

    [SetUp]
    public void WriteFile()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-").FullName;
        var rows = new StringBuilder("time,kind,item,user,brand,price\n");
        foreach (var (day, purchases, brand) in new[] { (1, 2, "emil"), (2, 40, Hostile), (3, 1, "emil") })
        {
            for (var i = 0; i < purchases; i++)
            {
                var quoted = brand.Replace("\"", "\"\"", StringComparison.Ordinal);
                rows.Append(
                    CultureInfo.InvariantCulture,
                    $"2026-03-0{day}T09:{i:00}:00Z,view,{day},u{i},\"{quoted}\",2.50\n"
                    + $"2026-03-0{day}T09:{i:00}:30Z,purchase,{day},u{i},\"{quoted}\",2.50\n");
            }
        }

        File.WriteAllText(Events, rows.ToString());
    }

    [TearDown]
    public void RemoveFiles() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Text_SeveralDays_TellsOfTheNewestWholeOne()
    {
        var run = Run();

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("2026-03-02 00:00 to 2026-03-03 00:00 (UTC)\n"));
        Assert.That(run.Output, Does.Contain("Revenue               100.00            5.00  +1,900.0 %\n"));
        Assert.That(run.Output, Does.Contain("cut short"));
        Assert.That(run.Output, Does.Contain("since 2026-03-02, from 0 (" + Hostile));
    }

    [Test]
    public void Json_SeveralDays_HasAReportEach()
    {
        var reports = Run("--json").Json("insights").ConvertAll(line => line.GetProperty("report"));

        Assert.That(
            reports.Select(each => each.GetProperty("now").Id("purchases")), Is.EqualTo(new long[] { 2, 40, 1 }));
        Assert.That(reports[1].GetProperty("items").GetProperty("rising")[0].Id("product_id"), Is.EqualTo(2));
        Assert.That(reports[2].GetProperty("partial").GetBoolean(), Is.True);
        Assert.That(Run("--json", "--to", "2026-03-04").Json("insights")[2].GetRawText(), Does.Not.Contain("partial"));
    }

    [Test]
    public void Json_Zone_CutsDaysThere()
    {
        var report = Run("--json", "--period-zone", "Asia/Tokyo").Json("insights")[0].GetProperty("report");

        Assert.That(report.Text("start"), Is.EqualTo("2026-02-28T15:00:00Z"));
    }

    [Test]
    public void Html_HostileNames_AreTextInAPageThatNeedsNothing()
    {
        var run = Run("--html", PageFile);
        var page = File.ReadAllText(PageFile);

        Assert.That(run.Output, Does.Contain($"Written: {PageFile}"));
        Assert.That(page, Does.Not.Contain("<script"));
        Assert.That(page, Does.Contain("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;x</bdi>"));
        Assert.That(page, Does.Not.Match("(?i)(src|href)=|url\\(|@import|https?:"));
        Assert.That(page, Does.Contain("prefers-color-scheme: dark"));
        Assert.That(page, Does.Contain("<h1>2026-03-02 (UTC)</h1>"));
    }

    [Test]
    public void Html_EachPlot_IsWellFormedAndSaidInWords()
    {
        Run("--html", PageFile);
        var page = new XmlDocument();
        var html = File.ReadAllText(PageFile);
        var start = html.IndexOf("<main>", StringComparison.Ordinal);
        page.LoadXml(html[start..(html.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);

        var plots = page.SelectNodes("//svg[@class='chart']")!;
        Assert.That(plots, Has.Count.EqualTo(5));
        foreach (XmlElement plot in plots)
        {
            Assert.That(plot.GetAttribute("role"), Is.EqualTo("img"));
            Assert.That(plot.GetAttribute("aria-label"), Has.Length.GreaterThan(30));
            Assert.That(plot.SelectNodes(".//polyline"), Is.Not.Empty);
        }

        Assert.That(plots[1]!.Attributes!["aria-label"]!.Value, Is.EqualTo(
            "Purchases. Least 2 on 2026-03-01, most 40 on 2026-03-02, newest 40."));
    }

    [Test]
    public void Html_FileThatIsThere_IsKeptUnlessForced()
    {
        File.WriteAllText(PageFile, "mine");

        var refused = Run("--html", PageFile);
        Assert.That((refused.ExitCode, File.ReadAllText(PageFile)), Is.EqualTo((2, "mine")), refused.Error);
        Assert.That(Run("--html", PageFile, "--force").ExitCode, Is.Zero);
    }

    [Test]
    public void Html_OfAFolder_IsRefusedBeforeAnythingIsRead()
    {
        var refused = Run("--html", _folder, "--force");
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((2, "")));
        Assert.That(refused.Error, Does.Contain("is a folder"));
    }

    [Test]
    public void Html_NoEvents_SaysSo()
    {
        var run = Run("--html", PageFile, "--from", "2030-01-01");

        Assert.That(run.Output, Does.Contain("No event was seen."));
        Assert.That(File.ReadAllText(PageFile), Does.Contain("<h1>No event was seen</h1>"));
    }

    [Test]
    public void Period_HoursInAZone_AreRefused()
    {
        var run = Run("--period", "1h", "--period-zone", "Europe/Berlin");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--period: 1h is not whole days, which --period-zone (Europe/Berlin)"));
    }

    private ShopConsole Run(params string[] options) => ShopConsole.Run(
    [
        "insights", .. options, "--columns", "time=time,kind=kind,item=item,user=user,brand=brand,price=price", Events,
    ]);
}
