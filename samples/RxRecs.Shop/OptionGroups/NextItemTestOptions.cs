using System.CommandLine;
using RxRecs.Recommenders;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>Reads the options of <c>evaluate --by next-item</c>.</summary>
internal sealed class NextItemTestOptions
{
    private readonly Option<string[]> _recommenders = ShopOption.List(
        "--recommenders",
        "NAME,…",
        $"Which are compared: {string.Join(", ", KnownRecommenders.Names)}; A+B is a blend of A and half as much of B. "
        + $"{string.Join(" and ", KnownRecommenders.Baselines)} stand beside them, but with --freshness. "
        + $"[default: by next item {string.Join(',', KnownRecommenders.Usual)}; else "
        + $"{string.Join(',', KnownRecommenders.UsualOfUsers)}]");

    private readonly Option<string[]> _test = ShopOption.List(
        "--test", "FILE,…", "By next item: the files to be predicted; the others are learned before.");

    private readonly Option<DateTimeOffset?> _testFrom = ShopOption.Date(
        "--test-from", "By next item: predict only events from this time on; the others are learned before.");

    private readonly Option<bool> _frozen = ShopOption.Flag(
        "--frozen", "By next item: learn nothing of what is to be predicted.");

    private readonly Option<bool> _last = ShopOption.Flag(
        "--last-only", "By next item: predict only the last item of each visit.");

    private readonly Option<bool> _remaining = ShopOption.Flag(
        "--remaining", "By next item: hold lists against all that the visit still brings, too.");

    private readonly Option<bool> _collapse = ShopOption.Flag(
        "--collapse-repeats", "By next item: an item that follows itself counts once.");

    private readonly Option<string?> _options = ShopOption.Text(
        "--options",
        "FILE",
        "By next item: the options of next-item and its presets, as JSON, as tune prints them.");

    private readonly Option<Duration[]> _freshness = ShopOption.Lengths(
        "--freshness",
        "By next item: how good each recommender is that learned nothing of the last so long, "
            + "such as 0h,1h,6h,24h,7d.");

    private readonly TargetFile _plot = new(ShopOption.Text(
        "--plot",
        "FILE",
        "By next item: draw the hit rate over time, or by --freshness, with its interval, into a .svg or .png."));

    public Option[] All => [_recommenders, .. OfNextItems];

    /// <summary>Those that have an effect by next item alone.</summary>
    public Option[] OfNextItems =>
    [
        _test, _testFrom, _frozen, _last, _remaining, _collapse, _options, _freshness, .. _plot.All,
    ];

    /// <summary>Tells whether one of them was given, so that nothing but next items can be meant.</summary>
    public bool AreGiven(ShopRun run) => Array.Exists(All, run.IsGiven);

    /// <summary>Tells whether recommenders are named, and nothing is given that has an effect by next item
    /// alone.</summary>
    public bool NamesAlone(ShopRun run) => run.IsGiven(_recommenders) && !Array.Exists(OfNextItems, run.IsGiven);

    /// <summary>Tells which recommenders are compared by next item.</summary>
    /// <param name="run">The run.</param>
    /// <param name="models">The tables and vectors that are given, by name, which then are among the usual.</param>
    public string[] Recommenders(ShopRun run, string[] models) => run.IsGiven(_freshness)
        ? Named(run, [.. models, KnownRecommenders.Usual[0]], models)
        : [.. Named(run, [.. models, .. KnownRecommenders.Usual], models).Union(KnownRecommenders.Baselines)];

    /// <summary>Tells which recommenders are compared by event or session.</summary>
    /// <param name="run">The run.</param>
    /// <param name="models">The tables and vectors that are given, by name.</param>
    public string[] RecommendersOfUsers(ShopRun run, string[] models) =>
        [.. Named(run, KnownRecommenders.UsualOfUsers, models).Union(KnownRecommenders.Baselines)];

    private string[] Named(ShopRun run, string[] usual, string[] models)
    {
        var names = run.Get(_recommenders) is { Length: > 0 } given ? given : usual;
        if (names.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { } same)
        {
            throw new UsageException($"--recommenders: '{same.Key}' is named twice.");
        }

        foreach (var model in ModelOptions.Names.Except(models))
        {
            if (Array.Find(names, name => KnownRecommenders.Takes(name, model)) is { } taker)
            {
                throw new UsageException($"--recommenders: '{taker}' needs {ModelOptions.OptionOf(model)} FILE.");
            }
        }

        if (Array.Find(names, static name => KnownRecommenders.Takes(name, "")) is { } open)
        {
            var side = open.EndsWith('+') ? "after" : "before";
            throw new UsageException($"--recommenders: '{open}' has no name {side} a +; a blend is A+B.");
        }

        return names.Select(KnownRecommenders.Unknown).FirstOrDefault(static part => part is not null) is { } unknown
            ? throw new UsageException(
                $"--recommenders: '{unknown}' is not one of {string.Join(", ", KnownRecommenders.Names)}, nor a blend "
                + "A+B of different ones.")
            : names;
    }

    /// <summary>Refuses what has no effect on the recommenders that are compared, or on what is printed.</summary>
    public void RefuseIdle(ShopRun run, string[] recommenders)
    {
        if (!Array.Exists(recommenders, KnownRecommenders.TakesNextItemOptions))
        {
            IdleOptions.Refuse(
                run, $"unless --recommenders names one of {string.Join(", ", KnownRecommenders.OfNextItemOptions)}",
                _options);
        }

        if (run.IsGiven(_freshness))
        {
            IdleOptions.Refuse(run, $"with {_freshness.Name}", _remaining);
        }
    }

    /// <summary>Tells by how much recommenders are behind; empty for not at all.</summary>
    public Duration[] Freshness(ShopRun run) => run.IsGiven(_freshness) && run.Get(_frozen)
        ? throw new UsageException("--freshness: what is frozen learns nothing; leave --frozen out.")
        : run.Get(_freshness);

    public string[] Test(ShopRun run)
    {
        var test = run.Get(_test);
        if (test.Length > 0 && run.Input.Files.Length == 0)
        {
            throw new UsageException("--test: name the files to learn before as well.");
        }

        InputSettings.RefuseTwice([.. run.Input.Files, .. test]);
        return test;
    }

    /// <summary>Tells which events are to be predicted, by their file or time; null for all.</summary>
    public Func<Interaction, bool>? IsTest(ShopRun run)
    {
        var from = run.Get(_testFrom);
        if (from is not null && run.IsGiven(_test))
        {
            throw new UsageException("--test and --test-from say the same in two ways: give one of them.");
        }

        if (run.IsGiven(_test))
        {
            return _ => run.IsTest;
        }

        return from is { } time ? next => next.EventTime >= time
            : run.Get(_frozen)
                ? throw new UsageException("--frozen: say what is to be predicted with --test or --test-from.")
            : null;
    }

    public NextItemProtocolOptions Protocol(ShopRun run, int listLength) => new()
    {
        ListLength = listLength,
        Frozen = run.Get(_frozen),
        LastItemOnly = run.Get(_last),
        RemainingItems = run.Get(_remaining),
        Sessions = new SessionOptions { KeepRepeats = !run.Get(_collapse) },
    };

    /// <summary>Gives what next items are found from and how they are scored.</summary>
    public NextItemOptions NextItems(ShopRun run, SessionOptions sessions) =>
        (run.Get(_options) is { } file ? OptionsFile.Read(file) : new NextItemOptions()) with { Sessions = sessions };

    public string? Plot(ShopRun run)
    {
        var file = run.Target(_plot);
        if (file is not null)
        {
            Output.CurvePlot.Check(file);
        }

        return file;
    }
}
