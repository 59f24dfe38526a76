using System.CommandLine;
using RxRecs.Kafka;
using RxRecs.Kafka.Replay;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>
/// Writes the events of files to a topic, as a shop would: keyed by user, at a pace or as fast as it goes.
/// </summary>
internal sealed class ReplayCommand
{
    private readonly BrokerOptions _broker = new();
    private readonly Option<string> _topic = TopicName.Create(
        "--topic", "user_activities", "Where to; the topic is made unless it is there.");
    private readonly Option<int> _partitions = ShopOption.Count(
        "--partitions", 4, "How many partitions the topic has, or gets.", most: 10_000);
    private readonly Option<string?> _dead = TopicName.Create(
        "--dead-letters", "Rows that cannot be read go to this topic, with the reason.");
    private readonly Option<double> _share = ShopOption.Number(
        "--share", 1, "Which share of the users is replayed, each with all rows or none.", most: 1);
    private readonly Option<int> _seed = ShopOption.Count(
        "--share-seed", 0, "Another seed draws other users.", least: 0, most: int.MaxValue);
    private readonly Option<bool> _stamp = ShopOption.Flag(
        "--stamp-event-time",
        "Write the event time as the record's timestamp too; only into a topic that keeps records for ever.");
    private readonly Option<bool> _resume = ShopOption.Flag(
        "--resume",
        "Go on after what an earlier replay of the same files, also with --resume, has written. Up to 16 other "
        + "sources, also with --resume, may have written before and after it.");

    public static Command Create(CommandBuilder builder)
    {
        var command = new ReplayCommand();
        return builder.CreateCommand(
            "replay",
            "Write events to a Kafka topic as JSON, keyed by user.",
            [
                .. command._broker.Connection, command._topic, command._partitions, command._dead, command._share,
                command._seed, command._stamp, command._resume,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        var (topic, isResumable) = (run.Get(_topic), run.Get(_resume));
        IdleOptions.Refuse(run, $"without {_share.Name}", run.IsGiven(_share) ? [] : [_seed]);
        if (run.Input.IsLatenessGiven)
        {
            throw new UsageException("--lateness has no effect: rows are written in the order of the files.");
        }

        var connection = _broker.Required(run);
        TopicName.CheckDiffer(_topic, topic, (_dead, run.Get(_dead)));
        run.Input.RefuseIdleColumns();
        ShopInput.CheckFiles(run.Input.Files);
        using var broker = BrokerSession.Open(connection);
        broker.Ensure(topic, run.IsGiven(_partitions) ? run.Get(_partitions) : null, run.Stop);
        if (run.Get(_dead) is { } deadTopic)
        {
            broker.Ensure(deadTopic, null, run.Stop);
        }

        using var sinks = new ResultSinks(broker, null, null, run.Get(_dead), run.Stop);
        sinks.Connect();
        var options = KafkaReplay.ForInteractions(topic) with
        {
            Speed = run.Input.Speed,
            Share = run.Get(_share),
            ShareSeed = run.Get(_seed),
            StampEventTime = run.Get(_stamp),
            ResumeSource = isResumable ? Source(run.Input) : null,
        };
        KafkaReplaySummary? summary = null;
        ProgressBar.Show(run.Terminal, "Replaying", bar =>
        {
            var dead = sinks.DeadLetters is { } sink ? sink.OnNext : (Action<DeadLetter>?)null;
            var rows = TopicRows.Read(run.Input, run.Counts, new InputProgress(run.Input, bar), dead);
            summary = KafkaReplay.RunAsync(
                broker.Settings, rows, options, new ReplayDisplay(run.Terminal, bar), cancellationToken: run.Stop)
                .GetAwaiter().GetResult();
        });

        sinks.Complete();
        var totals = summary!.Totals;
        run.Counts.Used = totals.Sent + totals.AlreadyThere + totals.NotSampled;
        run.Counts.Interrupted = !summary.Completed;
        if (run.Counts.Interrupted)
        {
            run.Counts.LeaveOutUndecided();
        }

        run.Results.Write(
            ReplayOutput.Summary,
            new ReplayOutput(topic, summary, isResumable, sinks.DeadLetters?.Delivered ?? 0, run.Signal));
    }

    // Rows are counted within the range, so another range is another source.
    private static string Source(InputSettings input)
    {
        var files = input.Files.Length == 0 ? "synthetic shop" : string.Join(',', input.Files.Select(Path.GetFileName));
        return input.From == DateTimeOffset.MinValue && input.To == DateTimeOffset.MaxValue
            ? files
            : $"{files} {input.From:O}/{input.To:O}";
    }
}
