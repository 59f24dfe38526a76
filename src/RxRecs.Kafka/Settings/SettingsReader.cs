using System.Globalization;

namespace RxRecs.Kafka;

/// <summary>Makes settings of names and values.</summary>
internal static class SettingsReader
{
    public static KafkaSettings FromEntries(IEnumerable<SettingsEntry> entries, string? bootstrapServers = null)
    {
        var client = new Dictionary<string, string>(StringComparer.Ordinal);
        var own = new Dictionary<string, SettingsEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (OwnName(entry.Name) is "allowunsafe" or "allowinsecuretls")
            {
                throw Bad(entry.Place, $"'{entry.Name}' is for code alone: settings cannot allow themselves more");
            }

            var isNew = OwnName(entry.Name) is { } name
                ? own.TryAdd(name, entry)
                : client.TryAdd(Checked(entry).Name, entry.Value);
            if (!isNew)
            {
                throw Bad(entry.Place, $"'{entry.Name}' stands there a second time");
            }
        }

        bootstrapServers ??= own.TryGetValue("bootstrapservers", out var brokers) ? brokers.Value : null;
        if (bootstrapServers is null)
        {
            throw new KafkaFailureException(
                KafkaFailure.BadSetting, "The Kafka settings name no broker: set bootstrap.servers to host:port.");
        }

        var settings = new KafkaSettings { BootstrapServers = bootstrapServers, Client = client };
        settings = own.TryGetValue("clientid", out var id) ? settings with { ClientId = id.Value } : settings;
        return own.TryGetValue("connecttimeout", out var timeout)
            ? settings with { ConnectTimeout = Duration(timeout) }
            : settings;
    }

    /// <summary>The pairs whose names begin with the prefix, with librdkafka's names.</summary>
    public static IEnumerable<SettingsEntry> Entries(IEnumerable<KeyValuePair<string, string?>> pairs, string prefix)
    {
        foreach (var (key, value) in pairs)
        {
            if (value is null || key is null || !key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = key[prefix.Length..].Replace("__", ":", StringComparison.Ordinal).Trim(':');
            if (name.StartsWith("Client:", StringComparison.OrdinalIgnoreCase))
            {
                name = name["Client:".Length..];
            }

            yield return new SettingsEntry(LibraryName(name), value, "Kafka settings");
        }
    }

    // Environment variables cannot have dots; librdkafka has one name with an underscore that passes.
    private static string LibraryName(string name) =>
        KnownProperties.All.Contains(name) || OwnName(name) is not null ? name
        : string.Equals(name, "log_level", StringComparison.OrdinalIgnoreCase) ? "log_level"
        : name.Replace('_', '.').ToLowerInvariant();

    private static string? OwnName(string name)
    {
        var plain = name.Replace(".", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
            .ToLowerInvariant();
        return plain switch
        {
            "bootstrapservers" or "clientid" or "connecttimeout" or "allowunsafe" or "allowinsecuretls" => plain,
            _ => null,
        };
    }

    private static SettingsEntry Checked(SettingsEntry entry) =>
        ClientPropertyRules.Problem(entry.Name, entry.Value) is { } problem ? throw Bad(entry.Place, problem) : entry;

    private static TimeSpan Duration(SettingsEntry entry) =>
        TimeSpan.TryParse(entry.Value, CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw Bad(entry.Place, "'ConnectTimeout' is not a duration such as 00:00:10");

    private static KafkaFailureException Bad(string place, string problem) =>
        new(KafkaFailure.BadSetting, $"{place}: {problem}.");
}
