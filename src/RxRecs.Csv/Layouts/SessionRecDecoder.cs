using CsvHelper;

namespace RxRecs.Csv.Layouts;

/// <summary>session-rec clicks: views without a user, in sessions.</summary>
internal sealed class SessionRecDecoder(ColumnMap columns, ShopFileOptions options) : RowDecoder<Interaction>
{
    private readonly int _session = columns["SessionId"];
    private readonly int _item = columns["ItemId"];
    private readonly int _time = columns["Time"];
    private readonly TextPool _items = new(12);
    private readonly TextPool _sessions = new(13, options.SessionPrefix);

    public static string[] Needed => ["SessionId", "ItemId", "Time"];

    public override int FieldCount { get; } = columns.Count;

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        value = default;
        if (!EventTimeText.TryParseSeconds(record.GetSpan(_time), out var ticks))
        {
            return FieldProblem.Time("Time", record.GetSpan(_time), "seconds since 1970");
        }

        if (IdField.Required(record.GetSpan(_item), _items, out var item) is { } itemProblem)
        {
            return FieldProblem.Describe("ItemId", record.GetSpan(_item), itemProblem);
        }

        string? problem = null;
        var session = OptionalField.Text(record, _session, "SessionId", _sessions, ref problem);
        value = problem is null
            ? new Interaction(ticks, InteractionKind.View, Id.None, item) { Session = session }
            : default;
        return problem;
    }
}
