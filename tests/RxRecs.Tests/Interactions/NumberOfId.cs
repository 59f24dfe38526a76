namespace RxRecs.Tests.Interactions;

/// <summary>Calculates with ids of samples: numbers, and texts that stand for numbers.</summary>
internal static class NumberOfId
{
    public static long Number(this Id id) =>
        id.TryGetNumber(out var number) ? number : long.Parse(TextIds.Back(id.ToString()));
}
