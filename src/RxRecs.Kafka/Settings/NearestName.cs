namespace RxRecs.Kafka;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int LongestName = 128;

    /// <summary>The name with the least edits; null if none is near. Ties go to the first by ordinal order.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var limit = Math.Max(2, name.Length / 4);
        return known
            .Select(other => (other, edits: Edits(name.ToLowerInvariant(), other.ToLowerInvariant())))
            .Where(candidate => candidate.edits <= limit)
            .OrderBy(candidate => candidate.edits)
            .ThenBy(candidate => candidate.other, StringComparer.Ordinal)
            .Select(candidate => candidate.other)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's distance: the least number of characters put in, left out or replaced.</summary>
    public static int Edits(string one, string other)
    {
        Span<int> row = stackalloc int[Math.Min(other.Length, 1024) + 1];
        if (other.Length >= row.Length)
        {
            return int.MaxValue;
        }

        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= one.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var above = row[column];
                var replaced = diagonal + (one[line - 1] == other[column - 1] ? 0 : 1);
                row[column] = Math.Min(replaced, Math.Min(above, row[column - 1]) + 1);
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
