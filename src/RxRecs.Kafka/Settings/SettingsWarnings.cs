namespace RxRecs.Kafka;

/// <summary>Tells what settings allow that somebody should know of.</summary>
internal static class SettingsWarnings
{
    public static IEnumerable<string> Of(KafkaSettings settings)
    {
        var protocol = settings.Client.GetValueOrDefault("security.protocol") ?? "plaintext";
        var isEncrypted = protocol.Trim().EndsWith("ssl", StringComparison.OrdinalIgnoreCase);
        if (!isEncrypted && !Brokers.AreLoopback(settings.BootstrapServers))
        {
            yield return protocol.Trim().StartsWith("sasl", StringComparison.OrdinalIgnoreCase)
                ? "The connection to the broker is not encrypted, and the credentials travel over it. Set"
                    + " security.protocol=sasl_ssl."
                : "The connection to the broker is neither encrypted nor authenticated. Set security.protocol=ssl or"
                    + " sasl_ssl.";
        }

        foreach (var (name, value) in settings.Client.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            if (ClientPropertyRules.IsInsecure(name, value ?? ""))
            {
                yield return $"'{name}' turns the check of the broker's certificate off: anybody on the way can pretend"
                    + " to be the broker.";
            }
        }

        if (settings.AllowUnsafe)
        {
            yield return "AllowUnsafe is set: whoever can write the settings can run code in this process.";
        }
    }
}
