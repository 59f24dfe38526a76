namespace RxRecs.Tests.Interactions;

/// <summary>Calculates with ids of samples, which are numbers.</summary>
internal static class NumberOfId
{
    public static long Number(this Id id) => id.TryGetNumber(out var number)
        ? number
        : throw new ArgumentException($"'{id}' is not a number.", nameof(id));
}
