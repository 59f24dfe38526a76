using CsvHelper;

namespace RxRecs.Csv.Layouts;

/// <summary>RetailRocket events. There is no session; the transaction is left alone.</summary>
internal sealed class RetailRocketDecoder(ColumnMap columns) : RowDecoder<Interaction>
{
    private readonly int _time = columns["timestamp"];
    private readonly int _user = columns["visitorid"];
    private readonly int _kind = columns["event"];
    private readonly int _item = columns["itemid"];
    private readonly TextPool _items = new(12);
    private readonly TextPool _users = new(13);

    public static string[] Needed => ["timestamp", "visitorid", "event", "itemid"];

    public override int FieldCount { get; } = columns.Count;

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        value = default;
        if (!EventTimeText.TryParseMilliseconds(record.GetSpan(_time), out var ticks))
        {
            return FieldProblem.Time("timestamp", record.GetSpan(_time), "milliseconds since 1970");
        }

        if (!TryParseKind(record.GetSpan(_kind), out var kind))
        {
            return FieldProblem.Kind("event", record.GetSpan(_kind), "view, addtocart, transaction");
        }

        if (IdField.Required(record.GetSpan(_item), _items, out var item) is { } itemProblem)
        {
            return FieldProblem.Describe("itemid", record.GetSpan(_item), itemProblem);
        }

        string? problem = null;
        var user = OptionalField.Id(record, _user, "visitorid", _users, ref problem);
        value = problem is null ? new Interaction(ticks, kind, user, item) : default;
        return problem;
    }

    private static bool TryParseKind(ReadOnlySpan<byte> text, out InteractionKind kind)
    {
        if (text.SequenceEqual("view"u8))
        {
            kind = InteractionKind.View;
            return true;
        }

        kind = text.SequenceEqual("addtocart"u8) ? InteractionKind.Cart : InteractionKind.Purchase;
        return kind == InteractionKind.Cart || text.SequenceEqual("transaction"u8);
    }
}
