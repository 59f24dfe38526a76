using System.CommandLine;
using RxRecs.Kafka;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options that choose the Kafka cluster of a command.</summary>
internal sealed class BrokerOptions
{
    private readonly Option<string?> _broker = ShopOption.Text(
        "--broker", "HOST:PORT", "A Kafka broker, or several with commas between.");

    private readonly Option<string?> _config = ShopOption.Text(
        "--kafka-config",
        "FILE",
        "Properties of the client, TLS and SASL among them, such as Kafka's own tools take; --broker wins over the "
        + "file's bootstrap.servers.");

    private readonly Option<string> _protocol = ShopOption.Choice(
        "--group-protocol",
        "Kafka 4 and later know the faster one, older brokers only classic.",
        "consumer",
        "classic");

    public Option[] All => [.. Connection, _protocol];

    /// <summary>Gives the options of those in no group: readers without one, and writers.</summary>
    public Option[] Connection => [_broker, _config];

    /// <summary>Refuses what says how a group is formed where there is no cluster.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="UsageException">It is given.</exception>
    public void RefuseIdle(ShopRun run)
    {
        if (!Connection.Any(run.IsGiven))
        {
            IdleOptions.Refuse(run, "without --broker: the broker inside this process knows both", _protocol);
        }
    }

    /// <summary>The connection to the broker that the command line names; null if it names none.</summary>
    /// <exception cref="KafkaFailureException">The properties cannot be used.</exception>
    public KafkaSettings? Settings(ShopRun run)
    {
        KafkaSettings? settings = (run.Get(_broker), run.Get(_config)) switch
        {
            (null, null) => null,
            ({ } broker, null) => new KafkaSettings { BootstrapServers = broker },
            (var broker, { } file) => KafkaSettings.FromProperties(file, broker),
        };
        foreach (var warning in settings?.Warnings() ?? [])
        {
            run.Terminal.Error.WriteLine(warning);
        }

        return settings;
    }

    /// <summary>The connection to the broker that a command cannot do without.</summary>
    public KafkaSettings Required(ShopRun run) => Settings(run)
        ?? throw new UsageException("--broker: which one? Give host:port, or --kafka-config with bootstrap.servers.");

    public KafkaGroupProtocol Protocol(ShopRun run) =>
        run.Get(_protocol) == "classic" ? KafkaGroupProtocol.Classic : KafkaGroupProtocol.Consumer;
}
