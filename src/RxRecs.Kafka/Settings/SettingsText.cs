using System.Globalization;
using System.Text;

namespace RxRecs.Kafka;

/// <summary>Settings as a line of text without secrets.</summary>
internal static class SettingsText
{
    public static string Of(KafkaSettings settings)
    {
        var secrets = new Secrets(settings.Client);
        var text = new StringBuilder("KafkaSettings { BootstrapServers = ")
            .Append(WithoutUser(secrets.Scrub(settings.BootstrapServers)))
            .Append(", ClientId = ").Append(secrets.Scrub(settings.ClientId))
            .Append(CultureInfo.InvariantCulture, $", ConnectTimeout = {settings.ConnectTimeout:c}");
        if (settings.AllowUnsafe)
        {
            text.Append(", AllowUnsafe");
        }

        if (settings.AllowInsecureTls)
        {
            text.Append(", AllowInsecureTls");
        }

        foreach (var (name, value) in settings.Client.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            text.Append(", ").Append(secrets.Scrub(name)).Append(" = ").Append(Shown(name, value, secrets));
        }

        return text.Append(" }").ToString();
    }

    // A value under a name that we do not know may be anything.
    private static string Shown(string name, string value, Secrets secrets) =>
        Secrets.IsSecret(name) || !KnownProperties.All.Contains(name) ? Secrets.Mask : secrets.Scrub(value);

    private static string WithoutUser(string brokers) =>
        brokers.Contains('@', StringComparison.Ordinal) ? Secrets.Mask : brokers;
}
