using CsvHelper;

namespace RxRecs.Csv.Layouts;

/// <summary>
/// REES46 events and purchases: the same columns, but purchases have an order in place of event type and session.
/// </summary>
internal sealed class Rees46Decoder : RowDecoder<Interaction>
{
    private const string TimeColumn = "event_time";
    private const string KindColumn = "event_type";
    private const string ItemColumn = "product_id";
    private const string OrderColumn = "order_id";
    private readonly int _time;
    private readonly int _kind;
    private readonly int _item;
    private readonly int _category;
    private readonly int _path;
    private readonly int _brand;
    private readonly int _price;
    private readonly int _user;
    private readonly int _session;
    private readonly string _sessionColumn;
    private readonly TextPool _items = new(12);
    private readonly TextPool _users = new(13);
    private readonly TextPool _categories = new(10);
    private readonly TextPool _paths = new(10);
    private readonly TextPool _brands = new(11);
    private readonly TextPool _sessions;
    private EventTimeText _times;

    private Rees46Decoder(ColumnMap columns, ShopFileOptions options, string kindColumn, string sessionColumn)
    {
        FieldCount = columns.Count;
        _time = columns[TimeColumn];
        _kind = columns[kindColumn];
        _item = columns[ItemColumn];
        _category = columns["category_id"];
        _path = columns["category_code"];
        _brand = columns["brand"];
        _price = columns["price"];
        _user = columns["user_id"];
        _session = columns[sessionColumn];
        _sessionColumn = sessionColumn;
        _sessions = new TextPool(13, options.SessionPrefix);
    }

    public static string[] NeededOfEvents => [TimeColumn, KindColumn, ItemColumn];

    public static string[] NeededOfPurchases => [TimeColumn, OrderColumn, ItemColumn];

    public override int FieldCount { get; }

    public static Rees46Decoder ForEvents(ColumnMap columns, ShopFileOptions options) =>
        new(columns, options, KindColumn, "user_session");

    public static Rees46Decoder ForPurchases(ColumnMap columns, ShopFileOptions options) =>
        new(columns, options, "", OrderColumn);

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        value = default;
        var kind = InteractionKind.Purchase;
        if (!_times.TryParse(record.GetSpan(_time), out var ticks))
        {
            return FieldProblem.Time(TimeColumn, record.GetSpan(_time), "2019-11-01 00:00:00 UTC");
        }

        if (_kind >= 0 && !TryParseKind(record.GetSpan(_kind), out kind))
        {
            return FieldProblem.Kind(KindColumn, record.GetSpan(_kind), "view, cart, remove_from_cart, purchase");
        }

        if (IdField.Required(record.GetSpan(_item), _items, out var item) is { } itemProblem)
        {
            return FieldProblem.Describe(ItemColumn, record.GetSpan(_item), itemProblem);
        }

        string? problem = null;
        var user = OptionalField.Id(record, _user, "user_id", _users, ref problem);
        var category = OptionalField.Id(record, _category, "category_id", _categories, ref problem);
        var price = OptionalField.Price(record, _price, "price", ref problem);
        var path = OptionalField.Text(record, _path, "category_code", _paths, ref problem);
        var brand = OptionalField.Text(record, _brand, "brand", _brands, ref problem);
        var session = OptionalField.Text(record, _session, _sessionColumn, _sessions, ref problem);
        if (problem is null)
        {
            value = new Interaction(ticks, kind, user, item)
            {
                Session = session,
                Category = category,
                CategoryPath = path,
                Brand = brand,
                PriceInUnits = price,
            };
        }

        return problem;
    }

    private static bool TryParseKind(ReadOnlySpan<byte> text, out InteractionKind kind)
    {
        kind = text switch
        {
            [(byte)'v', ..] => InteractionKind.View,
            [(byte)'c', ..] => InteractionKind.Cart,
            [(byte)'p', ..] => InteractionKind.Purchase,
            _ => InteractionKind.Remove,
        };
        return text.SequenceEqual(kind switch
        {
            InteractionKind.View => "view"u8,
            InteractionKind.Cart => "cart"u8,
            InteractionKind.Purchase => "purchase"u8,
            _ => "remove_from_cart"u8,
        });
    }
}
