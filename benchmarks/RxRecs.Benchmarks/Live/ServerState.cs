using System.Globalization;
using System.Text.Json;

namespace RxRecs.Benchmarks.Live;

/// <summary>Says in a line what a server tells of itself.</summary>
internal static class ServerState
{
    private const string WorkingSet = "dotnet_process_memory_working_set_bytes";

    public static string Describe(string state, string metrics)
    {
        using var json = JsonDocument.Parse(state);
        var root = json.RootElement;
        var rates = root.GetProperty("flow").GetProperty("nodes").EnumerateArray()
            .ToDictionary(each => each.GetProperty("id").GetString()!, each => each.GetProperty("rate").GetDouble());
        var (fresh, cached) = (rates["fresh"], rates["cache"]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"server: {root.GetProperty("events").GetInt64():n0} events, "
            + $"{root.GetProperty("eventsPerSecond").GetDouble():n0}/s, "
            + $"lag {root.GetProperty("lagMs").GetDouble() / 1_000:f1} s, {fresh + cached:n0} lists/s, "
            + $"{100 * cached / Math.Max(1, fresh + cached):f1} % cached, {Memory(metrics):f0} MB");
    }

    private static double Memory(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith(WorkingSet, StringComparison.Ordinal))
        .Select(line => line.Split(' ')[1])
        .Select(value => double.Parse(value, CultureInfo.InvariantCulture) / 1e6)
        .FirstOrDefault();
}
