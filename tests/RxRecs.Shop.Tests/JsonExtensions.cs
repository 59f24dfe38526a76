using System.Text.Json;

namespace RxRecs.Shop.Tests;

internal static class JsonExtensions
{
    public static long Id(this JsonElement line, string name) => line.GetProperty(name).GetInt64();

    public static double? Number(this JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static string? Text(this JsonElement line, string name) => line.GetProperty(name).GetString();

    public static long[] Ids(this JsonElement line, string name) =>
        [.. line.GetProperty(name).EnumerateArray().Select(id => id.GetInt64())];

    public static string?[] Texts(this JsonElement line, string name) =>
        [.. line.GetProperty(name).EnumerateArray().Select(text => text.GetString())];
}
