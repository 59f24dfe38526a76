using System.Globalization;

namespace RxRecs.Kafka;

/// <summary>Makes the client's properties of our settings, and refuses what may not pass.</summary>
internal static class ClientProperties
{
    public static Dictionary<string, string> Of(KafkaSettings settings, PropertyScope scope)
    {
        Check(settings);
        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = settings.BootstrapServers,
            ["client.id"] = settings.ClientId,
        };
        foreach (var (name, value) in settings.Client)
        {
            // The library warns about properties of the other kind of client: leave them out.
            if (Takes(scope, name))
            {
                properties[name] = value;
            }
        }

        return properties;
    }

    /// <summary>Refuses settings with anything that may not pass, naming all of it.</summary>
    public static void Check(KafkaSettings settings)
    {
        List<string> problems = [.. Brokers.Problems(settings.BootstrapServers)];
        if (string.IsNullOrWhiteSpace(settings.ClientId))
        {
            problems.Add("ClientId is empty");
        }

        if (settings.ConnectTimeout <= TimeSpan.Zero || settings.ConnectTimeout > TimeSpan.FromHours(1))
        {
            problems.Add(
                "ConnectTimeout must be more than 0 and at most one hour, and is "
                + settings.ConnectTimeout.ToString("c", CultureInfo.InvariantCulture));
        }

        foreach (var (name, value) in settings.Client)
        {
            var problem = ClientPropertyRules.Problem(name, value)
                ?? ClientPropertyRules.Refusal(name, value, settings);
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            throw new KafkaFailureException(
                KafkaFailure.BadSetting, $"The Kafka settings cannot be used: {string.Join("; ", problems)}.");
        }
    }

    private static bool Takes(PropertyScope scope, string name) =>
        KnownProperties.Consumer.Contains(name) ? scope.HasFlag(PropertyScope.Consumer)
        : !KnownProperties.Producer.Contains(name) || scope.HasFlag(PropertyScope.Producer);
}
