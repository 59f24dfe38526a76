namespace RxRecs.Csv.Tests;

/// <summary>The public data sets, read whole; skipped where they are not there.</summary>
[Category(Repository.DataTests)]
public sealed class RealDataTests
{
    [TestCase("rees46-cosmetics/2019-Oct.csv", ShopFileLayout.Rees46Events, 22_283, 9_371, 6_565, 4_625, 1_722)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", ShopFileLayout.Rees46Events, 20_077, 9_380, 5_485, 3_810, 1_401)]
    [TestCase("rees46-multicategory/2019-Oct.csv", ShopFileLayout.Rees46Events, 17_435, 17_056, 165, 0, 214)]
    [TestCase("retailrocket/sampled_events.csv", ShopFileLayout.RetailRocketEvents, 100_000, 96_754, 2_394, 0, 852)]
    [TestCase(
        "rsc15-100k/yoochoose-clicks-100k_train_full.txt", ShopFileLayout.SessionRecClicks, 70_278, 70_278, 0, 0, 0)]
    [TestCase(
        "rsc15-100k/yoochoose-clicks-100k_train_tr.txt", ShopFileLayout.SessionRecClicks, 53_254, 53_254, 0, 0, 0)]
    [TestCase(
        "rsc15-100k/yoochoose-clicks-100k_train_valid.txt", ShopFileLayout.SessionRecClicks, 16_539, 16_539, 0, 0, 0)]
    [TestCase("rsc15-100k/yoochoose-clicks-100k_test.txt", ShopFileLayout.SessionRecClicks, 13_568, 13_568, 0, 0, 0)]
    [TestCase("otto-sample/train.jsonl", ShopFileLayout.OttoJsonLines, 862, 800, 52, 0, 10)]
    [TestCase("open-avenues-log/002_readme_log_input.csv", ShopFileLayout.Rees46Events, 10_000, 9_419, 452, 0, 129)]
    public void Read_WholeFile_HasItsRowsAndKinds(
        string path, ShopFileLayout layout, int rows, int views, int carts, int removes, int purchases)
    {
        var reading = Reading.OfFile(Repository.Data(path), new ShopFileOptions { AllowShortRows = true });

        Assert.That(reading.Layout, Is.EqualTo(layout));
        Assert.That(reading.Summary.Rows, Is.EqualTo(rows));
        Assert.That(
            new[] { InteractionKind.View, InteractionKind.Cart, InteractionKind.Remove, InteractionKind.Purchase }
                .Select(kind => reading.Events.Count(row => row.Kind == kind)),
            Is.EqualTo(new[] { views, carts, removes, purchases }));
    }

    [TestCase("yoochoose-1-64", 557_248, 116_167, 15_324)]
    [TestCase("diginetica", 982_961, 186_670, 15_963)]
    public void Read_SessionLines_HaveAllClicks(string folder, int clicks, int train, int test)
    {
        string[] files =
            [Repository.Data($"{folder}/train_sessions.txt"), Repository.Data($"{folder}/test_sessions.txt")];

        Assert.That(files.Sum(file => Reading.OfFile(file).Events.Count), Is.EqualTo(clicks));
        var sessions = files.Select(file => ShopSessions.Read(file).ToList()).ToList();
        Assert.That(sessions.Select(all => all.Count), Is.EqualTo(new[] { train, test }));
        Assert.That(sessions.Sum(all => all.Sum(session => session.Items.Length)), Is.EqualTo(clicks));
    }

    [TestCase("rees46-cosmetics/2019-Oct.csv", 1_242, 39, 0)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", 902, 107, 14)]
    public void Read_Cosmetics_HasItsDuplicatesZeroPricesAndMissingSessions(
        string path, int duplicates, int zeros, int noSession)
    {
        var events = Reading.OfFile(Repository.Data(path)).Events;

        Assert.That(events.Count - events.Distinct().Count(), Is.EqualTo(duplicates));
        Assert.That(events.Count(row => row.Price == 0), Is.EqualTo(zeros));
        Assert.That(events.Count(row => row.Session is null), Is.EqualTo(noSession));
    }

    /// <summary>The fifteenth row without a session is the broken one.</summary>
    [Test]
    public void Read_DirtyNovember_YieldsOneDeadLetterAndExactIds()
    {
        var reading = Reading.OfFile(Repository.Data("rees46-cosmetics/2019-Nov.csv"));

        Assert.That(
            reading.DeadLetters.Select(letter => (letter.Position, letter.Reason, letter.RawText)),
            Is.EqualTo(new[] { (20_078L, "event_type is empty", "3580076,2019-11-24 19:06:48 UTC,,,,,,,,") }));
        var first = reading.Events[0];
        Assert.That(
            (first.Item, first.Category, first.User),
            Is.EqualTo(((Id)5802432, (Id)1487580009286598700, (Id)562076640)));
        Assert.That(
            reading.Events.TrueForAll(row => row.Category > 1_000_000_000_000_000_000 && row.Category < long.MaxValue));
    }

    [Test]
    public void Read_FileCutInItsLastUserId_DoesNotInventAUser()
    {
        var reading = Reading.OfFile(Repository.Data("rees46-multicategory/2019-Oct.csv"));

        Assert.That(reading.Summary.Rows, Is.EqualTo(17_435));
        Assert.That(reading.DeadLetters.Single().Reason, Does.StartWith("8 fields where the header has 9;"));
        Assert.That(reading.Events.Exists(row => row.User == 52040330), Is.False);
    }

    [TestCase("retailrocket/sampled_category_tree.csv", "found categoryid, parentid")]
    [TestCase("rsc15-100k/recoms_rsc15_100k_ar.csv", "missing Time, ItemId")]
    [TestCase("rsc15-100k/recoms_rsc15_100k_sr.csv", "missing Time, ItemId")]
    public void Read_FileOfSomethingElse_IsAClearError(string path, string message)
    {
        var file = Repository.Data(path);

        Assert.That(() => Reading.OfFile(file), Throws.TypeOf<ShopFileException>().With.Message.Contains(message));
    }
}
