namespace RxRecs.Storage;

/// <summary>Checks what is given to a store before any of it is kept.</summary>
internal static class ResultOrder
{
    /// <summary>Refuses results whose numbers do not rise, and those that are none.</summary>
    /// <exception cref="ArgumentException">There are such.</exception>
    public static void Check(ReadOnlySpan<StoredResult> results)
    {
        var last = 0L;
        foreach (ref readonly var result in results)
        {
            if (result.Number <= last)
            {
                throw new ArgumentException(
                    result.Key is null
                        ? "A result is default(StoredResult): make it with its constructor."
                        : $"The numbers of results must rise: {result.Number} ('{result.Key}') comes after {last}.",
                    nameof(results));
            }

            last = result.Number;
        }
    }
}
