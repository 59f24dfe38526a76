using System.Diagnostics;

namespace RxRecs.Kafka;

/// <summary>
/// Holds the settings of the connection to a cluster. Bind them from configuration, or make them of a properties file
/// or of pairs. The settings are checked when they are used; what is wrong then is a
/// <see cref="KafkaFailureException"/> with <see cref="KafkaFailure.BadSetting"/>. docs/kafka-settings.md has what
/// passes and what is refused.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record KafkaSettings
{
    /// <summary>Gets one or more brokers, <c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Gets the name under which the broker knows this client in its logs and quotas.</summary>
    public string ClientId { get; init; } = "rxrecs";

    /// <summary>
    /// Gets further properties of the client, by librdkafka's names: security, timeouts, sizes. Only names that are
    /// known to be harmless pass; those that RxRecs sets itself do not.
    /// </summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets the time for which no broker may answer at the start before that is an error. The default is 10 seconds.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets a value indicating whether properties pass that run code or make the client call addresses of the settings'
    /// choice. Set it in code, and only if nobody else can write the settings.
    /// </summary>
    public bool AllowUnsafe { get; init; }

    /// <summary>
    /// Gets a value indicating whether TLS may go unverified. For development: anybody on the way can then read and
    /// change everything.
    /// </summary>
    public bool AllowInsecureTls { get; init; }

    /// <summary>
    /// Reads a properties file as Kafka's own tools take them: <c>name=value</c> lines, comments, continued lines.
    /// The names are librdkafka's. Nothing in the file can set <see cref="AllowUnsafe"/> or
    /// <see cref="AllowInsecureTls"/>.
    /// </summary>
    /// <param name="path">The file, in UTF-8, up to 1 MiB.</param>
    /// <param name="bootstrapServers">The brokers, in place of those that the file names or does not name.</param>
    /// <exception cref="KafkaFailureException">It cannot be read; the message names the line, and no value.</exception>
    public static KafkaSettings FromProperties(string path, string? bootstrapServers = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SettingsReader.FromEntries(PropertiesFile.Read(path), bootstrapServers);
    }

    /// <summary>
    /// Takes settings from the environment or from <c>IConfiguration.AsEnumerable()</c>. Names are ours
    /// (<c>BootstrapServers</c>, <c>Client:sasl.password</c>) or librdkafka's, with dots or underscores in any case
    /// (<c>SASL_PASSWORD</c>). Pairs without a value are left out. Nothing there can set <see cref="AllowUnsafe"/> or
    /// <see cref="AllowInsecureTls"/>.
    /// </summary>
    /// <param name="pairs">The settings' names and values.</param>
    /// <param name="prefix">
    /// The prefix of the names that count, which is taken off; for instance <c>Kafka:</c> or <c>RXRECS_KAFKA_</c>.
    /// </param>
    /// <exception cref="KafkaFailureException">A name is not known, or stands there twice.</exception>
    public static KafkaSettings FromPairs(IEnumerable<KeyValuePair<string, string?>> pairs, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(prefix);
        return SettingsReader.FromEntries(SettingsReader.Entries(pairs, prefix));
    }

    /// <summary>Lists the settings that are allowed and yet risky, in words for a log.</summary>
    public IEnumerable<string> Warnings() => SettingsWarnings.Of(this);

    /// <summary>Returns the settings as one line, without any secret.</summary>
    public override string ToString() => SettingsText.Of(this);

    /// <summary>All properties, checked; each call makes a new dictionary.</summary>
    internal Dictionary<string, string> ToClientProperties() => ClientProperties.Of(this, PropertyScope.Both);

    /// <summary>The properties that a consumer takes, checked; each call makes a new dictionary.</summary>
    internal Dictionary<string, string> ToConsumerProperties() => ClientProperties.Of(this, PropertyScope.Consumer);

    /// <summary>The properties that a producer takes, checked; each call makes a new dictionary.</summary>
    internal Dictionary<string, string> ToProducerProperties() => ClientProperties.Of(this, PropertyScope.Producer);

    /// <summary>The properties that an admin client takes, checked; each call makes a new dictionary.</summary>
    internal Dictionary<string, string> ToAdminProperties() => ClientProperties.Of(this, PropertyScope.None);
}
