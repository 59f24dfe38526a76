namespace RxRecs;

/// <summary>Counts what the optional fields of the rows that were read did not tell.</summary>
internal sealed class FieldCounts
{
    /// <summary>Tells where reading stands; 0 where there are no lines.</summary>
    public long Line { get; set; }

    /// <summary>Fields that held a marker of nothing.</summary>
    public long Unknown { get; set; }

    /// <summary>Fields that could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Ids that had lost digits.</summary>
    public long Rounded { get; private set; }

    /// <summary>Gives what was wrong with the first field that could not be read, and where.</summary>
    public string? FirstUnreadable { get; private set; }

    /// <summary>Gives the first id that had lost digits, and where.</summary>
    public string? FirstRounded { get; private set; }

    /// <summary>Gives the counts, to take back what is read a second time.</summary>
    public (long Unknown, long Unreadable, long Rounded) Save() => (Unknown, Unreadable, Rounded);

    /// <summary>Takes the counts back to where they were.</summary>
    public void Restore((long Unknown, long Unreadable, long Rounded) saved) =>
        (Unknown, Unreadable, Rounded) = saved;

    /// <summary>Gives all counts.</summary>
    public (long Unknown, long Unreadable, string? FirstUnreadable, long Rounded, string? FirstRounded) All =>
        (Unknown, Unreadable, FirstUnreadable, Rounded, FirstRounded);

    private string Where => Line == 0 ? "" : $"line {Line}: ";

    public void AddUnreadable(string field, ReadOnlySpan<byte> text, string problem)
    {
        Unreadable++;
        FirstUnreadable ??= $"{Where}{FieldProblem.Describe(field, text, problem)}";
    }

    public void AddRounded(string field, ReadOnlySpan<byte> text)
    {
        Rounded++;
        FirstRounded ??= $"{Where}{FieldProblem.Describe(field, text, "has lost digits")}";
    }
}
