using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RxRecs.Kafka;

namespace RxRecs.Live;

/// <summary>The command line.</summary>
internal static class LiveCommand
{
    /// <summary>Reads the command line.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="settings">What they say.</param>
    /// <param name="exitCode">0 where help was asked for, 2 where something is wrong.</param>
    /// <returns>Whether the server is to start.</returns>
    public static bool TryRead(string[] args, out LiveSettings settings, out int exitCode)
    {
        var usual = new LiveSettings();
        var url = Make("--url", "Address of the endpoints and the page.", usual.Url);
        var management = Number(
            "--management-port", "Port of /health and /metrics, on loopback.", usual.ManagementPort, 1, 65_535);
        var data = Make("--data", "Folder of the log and the results.", usual.Data);
        var postgres = Make<string?>(
            "--postgres", "PostgreSQL of the results, as 'Host=…;Database=…'; the password in PGPASSWORD.", null);
        var broker = Make<string?>(
            "--broker", "Kafka as the log, as host:port, or several with commas between; else a file in --data.", null);
        var kafkaConfig = Make<string?>(
            "--kafka-config", "File with properties of Kafka's client, TLS and SASL among them.", null);
        var topic = Make(
            "--topic", "Topic of --broker, with one partition; made with one where it is missing.", usual.Topic);
        var rate = Number("--rate", "Interactions a second of the synthetic shop; 0 for none.", usual.Rate, 0, 100_000);
        var writes = Number(
            "--writes-per-second",
            "Changed objects a second and client; 0 for no limit.",
            usual.WritesPerSecond,
            0,
            1_000_000);
        var userEvents = Number(
            "--user-events-per-second",
            "Events a second of each user; 0 for no limit.",
            usual.UserEventsPerSecond,
            0,
            1_000_000);
        var questions = Number(
            "--questions-at-once",
            "Questions of a client that wait for the pipeline; 0 for no limit.",
            usual.QuestionsAtOnce,
            0,
            1_000_000);
        var keyFile = Make<string?>("--api-key-file", "File with the key that requests must carry.", null);
        url.Validators.Add(CheckUrl);
        keyFile.Validators.Add(CheckKeyFile);
        kafkaConfig.Validators.Add(result => CheckKafkaConfig(result, result.GetValue(broker)));
        topic.Validators.Add(result =>
            CheckTopic(result, result.GetValue(broker) is not null || result.GetValue(kafkaConfig) is not null));
        var command = new RootCommand("A shop's recommendations over HTTP, beside a stream that goes on, and a page.")
        {
            url, management, data, postgres, broker, kafkaConfig, topic, rate, writes, userEvents, questions,
            keyFile,
        };
        LiveSettings? read = null;
        command.SetAction(parsed => read = new LiveSettings
        {
            Url = parsed.GetRequiredValue(url),
            ManagementPort = parsed.GetRequiredValue(management),
            Data = parsed.GetRequiredValue(data),
            Postgres = parsed.GetValue(postgres),
            Broker = ReadBroker(parsed.GetValue(broker), parsed.GetValue(kafkaConfig)),
            Topic = parsed.GetRequiredValue(topic),
            Rate = parsed.GetRequiredValue(rate),
            WritesPerSecond = parsed.GetRequiredValue(writes),
            UserEventsPerSecond = parsed.GetRequiredValue(userEvents),
            QuestionsAtOnce = parsed.GetRequiredValue(questions),
            ApiKey = parsed.GetValue(keyFile) is { } path ? ReadKey(path) : null,
        });
        var failed = command.Parse(args).Invoke() != 0;
        settings = read ?? usual;
        exitCode = failed ? 2 : 0;
        return read is not null;
    }

    private static Option<T> Make<T>(string name, string description, T usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = Make(name, description, usual);
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: give a number from {least} to {most}.");
            return usual;
        };
        return option;
    }

    private static void CheckUrl(OptionResult url)
    {
        if (!Uri.TryCreate(url.GetValueOrDefault<string>(), UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
        {
            url.AddError("--url: give an address such as http://127.0.0.1:5080.");
        }
    }

    private static void CheckKeyFile(OptionResult file)
    {
        if (file.GetValueOrDefault<string?>() is { } path && ReadKey(path).Length < 16)
        {
            file.AddError("--api-key-file: the file must be there, with a key of at least 16 characters.");
        }
    }

    private static void CheckKafkaConfig(OptionResult file, string? broker)
    {
        try
        {
            _ = ReadBroker(broker, file.GetValueOrDefault<string?>());
        }
        catch (KafkaFailureException error)
        {
            file.AddError($"--kafka-config: {error.Message}");
        }
    }

    private static void CheckTopic(OptionResult topic, bool hasBroker)
    {
        if (!topic.Implicit && !hasBroker)
        {
            topic.AddError("--topic is for Kafka: give --broker, too, or leave it out.");
        }
    }

    private static KafkaSettings? ReadBroker(string? broker, string? config) =>
        config is not null ? KafkaSettings.FromProperties(config, broker)
        : broker is not null ? new KafkaSettings { BootstrapServers = broker }
        : null;

    private static string ReadKey(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
