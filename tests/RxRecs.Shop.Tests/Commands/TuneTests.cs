using System.Text.Json;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests the search for options over a small input.</summary>
public sealed class TuneTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rxrecs-tune-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Tune_SameSeedTwice_PrintsTheSameBytes(
        [Values("pair", "v-sknn", "vmis-knn", "stan", "vstan")] string name)
    {
        string[] arguments = ["tune", "--recommender", name, "--trials", "4", "--seed", "7", Sessions("same.txt")];
        var first = ShopConsole.Run(arguments);
        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(first.Output, Does.Contain("Best of 4 trials of " + name));
        Assert.That(ShopConsole.Run(arguments).Output, Is.EqualTo(first.Output));
    }

    [Test]
    public void Tune_AnotherSeed_TriesOtherOptionsAfterTheUsualOnes()
    {
        string[] arguments = ["tune", "--recommender", "v-sknn", "--trials", "3", "--json", Sessions("seeds.txt")];
        var (one, other) = (Options([.. arguments, "--seed", "1"]), Options([.. arguments, "--seed", "2"]));
        Assert.That(one.Intersect(other).Count(), Is.EqualTo(1), "the usual ones");
        Assert.That(one, Is.Unique.And.Length.EqualTo(3));
    }

    [Test]
    public void Tune_BestOptions_AreTheBestOfAllTrialsAndWhatEvaluateReaches()
    {
        var (file, saved) = (Sessions("best.txt"), Path.Combine(_folder, "best.json"));
        var run = ShopConsole.Run(
            "tune", "--recommender", "vstan", "--trials", "6", "--goal", "mrr", "--json", "--save", saved, file);
        var best = run.Json("tuning").Single();
        var trials = run.Json("tuning_trial");
        Assert.That(
            Mrr(best), Is.EqualTo(trials.Max(Mrr)));
        Assert.That(best.GetProperty("trials").GetInt32(), Is.EqualTo(6));
        Assert.That(trials.Select(each => each.Id("trial")), Is.EquivalentTo(new long[] { 1, 2, 3, 4, 5, 6 }));
        var scores = ShopConsole.Run(
            "evaluate", "--json", "--recommenders", "next-item", "--options", saved, "--test-from",
            best.Text("valid_from")!, file).Json("next_item_evaluation")[0];
        Assert.That(Mrr(scores), Is.EqualTo(Mrr(best)).Within(1e-12));
        Assert.That(HitRate(scores), Is.EqualTo(HitRate(best)).Within(1e-12));
    }

    [Test]
    public void Tune_Test_IsNeverLookedAt()
    {
        var train = Sessions("part.txt");
        var longer = Path.Combine(_folder, "longer.txt");
        File.WriteAllText(longer, File.ReadAllText(train) + "9 8 7 6\n9 8 7 6\n");
        var run = ShopConsole.Run("tune", "--trials", "2", "--json", train);
        var (alone, best) = (run.Json("tuning_trial"), run.Json("tuning").Single());
        var testFrom = best.GetProperty("valid_from").GetDateTimeOffset()
            .AddSeconds(best.GetProperty("valid_events").GetInt32()).ToString("yyyy-MM-dd HH:mm:ss") + " UTC";
        var beside = ShopConsole.Run("tune", "--trials", "2", "--json", "--test-from", testFrom, longer);
        Assert.That(
            beside.Json("tuning_trial").Select(each => each.GetRawText()),
            Is.EqualTo(alone.Select(each => each.GetRawText())));
        Assert.That(
            beside.Json("tuning").Single().GetProperty("test_events_untouched").GetInt32(), Is.EqualTo(8));
    }

    [Test]
    public void Tune_CtrlC_PrintsTheBestSoFar()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StoppingWriter(stop);
        var run = ShopConsole.Run(
            error, ["tune", "--recommender", "stan", "--trials", "100000", Sessions("long.txt")], stop.Token);
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.Error, Does.Contain("Stopped by Ctrl-C after 1 trial of 100,000; the best so far follows."));
        Assert.That(run.Output, Does.Contain("Best of 1 trial of stan"));
    }

    [Test]
    public void Tune_StoppedBeforeATrialIsOver_PromisesNoBest()
    {
        Assert.That(TuneOutput.SayStopped("Ctrl-C", 0, 200), Is.Null);
        Assert.That(
            TuneOutput.SayStopped("Ctrl-C", 1, 1200),
            Is.EqualTo("Stopped by Ctrl-C after 1 trial of 1,200; the best so far follows."));
    }

    [TestCase("--options: ", "{\"Kernel\":{},\"SessionKnn\":{}}")]
    [TestCase("--options: ", "{\"SessionKnn\":{\"ByPostings\":true,\"Cosine\":true}}")]
    [TestCase("--options: ", "{\"Best\":1}")]
    [TestCase("--options: ", "{\"SessionKnn\":{\"Neighbors\":0}}")]
    [TestCase("--options: ", "null")]
    public void Evaluate_OptionsThatCannotBe_AreRefused(string message, string json)
    {
        var options = Path.Combine(_folder, "options.json");
        File.WriteAllText(options, json);
        var run = ShopConsole.Run("evaluate", "--options", options, Sessions("refused.txt"));
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void Tune_ValidationBehindTheTest_IsRefused() => Assert.That(
        ShopConsole.Run("tune", "--valid-from", "2020-01-02", "--test-from", "2020-01-01", Sessions("order.txt")).Error,
        Does.Contain("--valid-from: the validation part lies before --test-from."));

    [Test]
    public void Evaluate_SessionKnn_AreRecommendersBesideThePresets()
    {
        string[] names = ["v-sknn", "vmis-knn", "stan", "vstan", "sharp"];
        var scores = ShopConsole.Run(
            "evaluate", "--json", "--recommenders", string.Join(',', names), Sessions("beside.txt"))
            .Json("next_item_evaluation")[..names.Length];
        Assert.That(scores.Select(each => each.Text("recommender")), Is.EqualTo(names));
        Assert.That(scores.Select(each => each.GetProperty("hit_rate").GetDouble()), Is.All.GreaterThan(.5));
    }

    [Test]
    public void Evaluate_Freshness_IsATableAndAPicture()
    {
        var (file, plot) = (Sessions("fresh.txt"), Path.Combine(_folder, "fresh.svg"));
        var run = ShopConsole.Run("evaluate", "--json", "--freshness", "0h,30s,7d", "--plot", plot, file);
        var rows = run.Json("next_item_freshness");
        var live = ShopConsole.Run("evaluate", "--json", "--recommenders", "next-item", file)
            .Json("next_item_evaluation")[0];
        Assert.That(rows.Select(each => each.Text("age")), Is.EqualTo(["0s", "30s", "7d"]));
        Assert.That(HitRate(rows[0]), Is.EqualTo(HitRate(live)));
        Assert.That(HitRate(rows[1]), Is.InRange(.01, HitRate(rows[0])));
        Assert.That(HitRate(rows[2]), Is.Zero, "nothing is so old");
        Assert.That(File.ReadAllText(plot), Does.Contain("<svg"));
        var refused = ShopConsole.Run("evaluate", "--freshness", "1h", "--frozen", "--test-from", "2020-01-01", file);
        Assert.That(refused.Error, Does.Contain("--freshness: what is frozen learns nothing"));
    }

    private static double HitRate(JsonElement row) => row.GetProperty("hit_rate").GetDouble();

    private static double Mrr(JsonElement row) => row.GetProperty("mrr").GetDouble();

    private static string[] Options(string[] arguments) =>
        [.. ShopConsole.Run(arguments).Json("tuning_trial").Select(each => each.Text("options")!)];

    private string Sessions(string name)
    {
        var file = Path.Combine(_folder, name);
        var lines = Enumerable.Range(0, 60)
            .Select(n => $"{n % 5} {(n % 5) + 10} {(n % 7) + 20} {(n % 5) + 10} {n % 3}\n");
        File.WriteAllText(file, string.Concat(lines));
        return file;
    }

    /// <summary>Presses Ctrl-C when a trial is over.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            stop.Cancel();
        }
    }
}
