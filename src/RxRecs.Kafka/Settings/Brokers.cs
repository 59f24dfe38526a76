using System.Globalization;
using System.Net;

namespace RxRecs.Kafka;

/// <summary>Reads a list of brokers, <c>host:port,host:port</c>.</summary>
internal static class Brokers
{
    /// <summary>Tells what is wrong with the list. It is quoted only where it cannot hold credentials.</summary>
    public static IEnumerable<string> Problems(string? brokers)
    {
        var list = Split(brokers);
        if (list.Length == 0)
        {
            yield return "BootstrapServers is empty: give host:port of a broker";
        }

        if (list.Any(broker => broker.Contains('@', StringComparison.Ordinal)))
        {
            yield return "BootstrapServers has an '@': credentials go to sasl.username and sasl.password";
            yield break;
        }

        foreach (var broker in list)
        {
            var (host, port) = Parts(broker);
            if (host.Length == 0 || host.Any(char.IsWhiteSpace) || !IsPort(port))
            {
                yield return $"BootstrapServers has '{broker}', which is not host:port";
            }
        }
    }

    /// <summary>Tells whether every broker of the list is on this machine.</summary>
    public static bool AreLoopback(string? brokers) => Split(brokers).All(broker =>
    {
        var host = Parts(broker).Host.Trim('[', ']');
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    });

    private static string[] Split(string? brokers) =>
        (brokers ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static (string Host, string? Port) Parts(string broker)
    {
        var scheme = broker.IndexOf("://", StringComparison.Ordinal);
        var address = scheme < 0 ? broker : broker[(scheme + 3)..];
        var colon = address.LastIndexOf(':');
        var isInBrackets = address.EndsWith(']');
        return colon < 0 || isInBrackets ? (address, null) : (address[..colon], address[(colon + 1)..]);
    }

    private static bool IsPort(string? port) =>
        port is null
        || (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);
}
