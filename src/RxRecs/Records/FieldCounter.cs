namespace RxRecs;

/// <summary>Counts what the fields of the rows that were read did not tell.</summary>
internal sealed class FieldCounter
{
    private FieldCounts _counts;
    private long _unknown;

    /// <summary>Tells where reading stands; 0 where there are no lines.</summary>
    public long Line { get; set; }

    /// <summary>Gives the counts so far. What is read a second time is taken back by setting earlier ones.</summary>
    public FieldCounts Counts
    {
        get => _counts with { Unknown = _unknown };
        set => (_counts, _unknown) = (value, value.Unknown);
    }

    private string Where => Line == 0 ? "" : $"line {Line}: ";

    public void AddUnknown() => _unknown++;

    public void AddUnreadable(string field, ReadOnlySpan<byte> text, string problem) => _counts = _counts with
    {
        Unreadable = _counts.Unreadable + 1,
        FirstUnreadable = _counts.FirstUnreadable ?? Describe(field, text, problem),
    };

    public void AddRounded(string field, ReadOnlySpan<byte> text) => _counts = _counts with
    {
        Rounded = _counts.Rounded + 1,
        FirstRounded = _counts.FirstRounded ?? Describe(field, text, "has lost digits"),
    };

    public void AddUnnamedKind(string field, ReadOnlySpan<byte> text) => _counts = _counts with
    {
        UnnamedKinds = _counts.UnnamedKinds + 1,
        FirstUnnamedKind = _counts.FirstUnnamedKind
            ?? Describe(field, text, $"is named by no kind; name it with Kinds ({KindGuess.Advise(text)})"),
    };

    private string Describe(string field, ReadOnlySpan<byte> text, string problem) =>
        Where + FieldProblem.Describe(field, text, problem);
}
