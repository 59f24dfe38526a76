using System.CommandLine;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options by which a command reads a topic instead of files.</summary>
internal sealed class TopicOptions
{
    private readonly BrokerOptions _broker = new();
    private readonly Option<string> _topic = TopicName.Create(
        "--topic", "user_activities", "With --broker: the topic of events, read from its beginning up to its end.");
    private readonly HistoryOptions _history = new();
    private readonly Option<Duration?> _idleStop = ShopOption.Length(
        "--idle-stop",
        "Read on at the end of the topic, and end when nothing has come for so long, such as 20s, or at Ctrl-C.");
    private readonly LimitOptions _limits = new();

    public Option[] All => [.. _broker.Connection, _topic, .. _history.All, _idleStop, .. _limits.All];

    /// <summary>Gives the topic that the command line names; null if it names no broker.</summary>
    /// <exception cref="UsageException">The options make no sense together.</exception>
    public TopicInput? Create(ShopRun run)
    {
        if (!_broker.Connection.Any(run.IsGiven))
        {
            return Array.Find(All, run.IsGiven) is { } option
                ? throw new UsageException($"{option.Name}: needs --broker, whose topic is read.")
                : null;
        }

        run.Input.CheckTopicAlone(_history.AreGiven(run));
        var limits = _limits.Create(run);
        return new TopicInput
        {
            Broker = _broker.Required(run),
            Topic = run.Get(_topic),
            End = run.Get(_idleStop) is { Span: var quiet } ? KafkaEnd.AfterQuiet(quiet) : KafkaEnd.EndOfTopic,
            Limits = limits,
            Parser = TopicInput.ParserOf(run.Input, limits),
            History = _history.Create(run),
        };
    }
}
