using System.Text.Json;
using System.Text.Json.Serialization;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Options;

/// <summary>Options of a next-item recommender as JSON: what <c>tune</c> prints and <c>evaluate</c> takes.</summary>
internal static class OptionsFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly JsonSerializerOptions Indented = new(Format) { WriteIndented = true };

    /// <summary>Reads options from a file.</summary>
    /// <exception cref="UsageException">It holds none, or a value that cannot be.</exception>
    public static NextItemOptions Read(string file)
    {
        try
        {
            var options = JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Format)?.ToOptions()
                ?? throw new UsageException($"--options: '{file}' holds null.");
            _ = new NextItemState<Id, Id>(options); // refuses settings that contradict each other
            return options;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--options: '{file}' cannot be used: {error.Message}");
        }
    }

    /// <summary>Writes options as a file holds them.</summary>
    public static string Write(NextItemOptions options) => JsonSerializer.Serialize(Settings.Of(options), Indented);

    /// <summary>Writes options in one line.</summary>
    public static string WriteLine(NextItemOptions options) => JsonSerializer.Serialize(Settings.Of(options), Format);

    private sealed record Settings
    {
        public int LastItems { get; init; } = 10;

        public int SessionsPerItem { get; init; } = 500;

        public bool RecommendCurrentItem { get; init; } = true;

        public PairKernelOptions? Kernel { get; init; }

        public SessionKnnOptions? SessionKnn { get; init; }

        public static Settings Of(NextItemOptions options) => new()
        {
            LastItems = options.LastItems,
            SessionsPerItem = options.SessionsPerItem,
            RecommendCurrentItem = options.RecommendCurrentItem,
            Kernel = options.Kernel,
            SessionKnn = options.SessionKnn,
        };

        public NextItemOptions ToOptions() => new()
        {
            LastItems = LastItems,
            SessionsPerItem = SessionsPerItem,
            RecommendCurrentItem = RecommendCurrentItem,
            Kernel = Kernel,
            SessionKnn = SessionKnn,
        };
    }
}
