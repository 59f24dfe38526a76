using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Testing;

/// <summary>Tells what a check demands; the message says what was found.</summary>
internal static class Require
{
    public static void That([DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new ContractException(message);
        }
    }

    public static void Same(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string what)
    {
        for (var i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            That(expected[i] == actual[i], $"{what}: result {i} is\n  {actual[i]}\nand should be\n  {expected[i]}");
        }

        That(
            expected.Count == actual.Count,
            $"{what}: {actual.Count} results, should be {expected.Count}. The first beyond the shorter list:\n  "
            + expected.Concat(actual.Skip(expected.Count)).ElementAtOrDefault(Math.Min(expected.Count, actual.Count)));
    }

    public static void Prefix(IReadOnlyList<string> prefix, IReadOnlyList<string> whole, string what) =>
        Same(prefix, [.. whole.Take(prefix.Count)], what);
}
