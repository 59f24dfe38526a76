namespace RxRecs.Shop.Options;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest edits; null if none is near. Ties go to the first by ordinal order.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        const int Longest = 64;
        if (name.Length > Longest)
        {
            return null;
        }

        var limit = name.Trim('-').Length <= 4 ? 1 : 2;
        return known.Order(StringComparer.Ordinal)
            .Select(other => (Name: other, Edits: Edits(name.ToLowerInvariant(), other.ToLowerInvariant())))
            .Where(other => other.Edits <= limit)
            .OrderBy(other => other.Edits)
            .Select(other => other.Name)
            .FirstOrDefault();
    }

    // Levenshtein's distance: the least number of letters put in, left out or replaced.
    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var line = 1; line <= one.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var replaced = diagonal + (one[line - 1] == other[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(diagonal, row[column - 1]) + 1);
            }
        }

        return row[^1];
    }
}
