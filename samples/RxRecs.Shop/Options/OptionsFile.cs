using System.Text.Json;
using System.Text.Json.Serialization;
using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>The options of a next-item recommender as a JSON file, which <c>evaluate</c> takes.</summary>
internal static class OptionsFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads options from a file.</summary>
    /// <exception cref="UsageException">It holds none, or a value that cannot be.</exception>
    public static NextItemOptions Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<NextItemOptions>(File.ReadAllText(file), Format)
                ?? throw new UsageException($"--options: '{file}' holds null.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--options: '{file}' cannot be used: {error.Message}");
        }
    }

    /// <summary>Writes options as a file holds them.</summary>
    public static string Write(NextItemOptions options) => JsonSerializer.Serialize(options, Format);
}
