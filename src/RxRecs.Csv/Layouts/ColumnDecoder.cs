using System.Runtime.CompilerServices;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Reads the rows of a table by a column map.</summary>
internal sealed class ColumnDecoder : RowDecoder<Interaction>
{
    private readonly FieldReader _fields;
    private readonly InteractionKind _defaultKind;
    private readonly int _time;
    private readonly int _kind;
    private readonly int _item;
    private readonly int _user;
    private readonly int _session;
    private readonly int _category;
    private readonly int _path;
    private readonly int _brand;
    private readonly int _price;
    private readonly int _quantity;
    private readonly int _elapsed;

    public ColumnDecoder(ColumnMap places, ShopColumns columns, ShopFileOptions options)
    {
        _fields = new FieldReader(columns, options.SessionPrefix);
        _defaultKind = columns.DefaultKind;
        FieldCount = places.Count;
        _time = places.Find(columns.Time);
        _kind = places.Find(columns.Kind);
        _item = places.Find(columns.Item);
        _user = places.Find(columns.User);
        _session = places.Find(columns.Session);
        _category = places.Find(columns.Category);
        _path = places.Find(columns.CategoryPath);
        _brand = places.Find(columns.Brand);
        _price = places.Find(columns.Price);
        _quantity = places.Find(columns.Quantity);
        _elapsed = places.Find(columns.Elapsed);
    }

    public override FieldReader Fields => _fields;

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        value = default;
        _fields.Counter.Line = line;
        var kind = _defaultKind;
        if (_kind >= 0 && _fields.Kind(Field(record, _kind), out kind) is { } noKind)
        {
            return noKind;
        }

        if (_fields.Times.Read(Field(record, _time), null, out var ticks) is { } noTime)
        {
            return noTime;
        }

        if (_fields.Item(Field(record, _item), out var item) is { } noItem)
        {
            return noItem;
        }

        if (_elapsed >= 0)
        {
            ticks = Math.Min(ticks + _fields.Elapsed(Field(record, _elapsed)), DateTime.MaxValue.Ticks);
        }

        Interaction.Begin(ref value, ticks, kind, item);
        FillRest(record, ref value);
        return null;
    }

    private void FillRest(CsvReader record, ref Interaction value)
    {
        if (_user >= 0)
        {
            Interaction.FillUser(ref value, _fields.User(Field(record, _user)));
        }

        if (_session >= 0)
        {
            Interaction.FillSession(ref value, _fields.Session(Field(record, _session)));
        }

        if (_category >= 0)
        {
            Interaction.FillCategory(ref value, _fields.Category(Field(record, _category)));
        }

        if (_path >= 0)
        {
            Interaction.FillCategoryPath(ref value, _fields.CategoryPath(Field(record, _path)));
        }

        if (_brand >= 0)
        {
            Interaction.FillBrand(ref value, _fields.Brand(Field(record, _brand)));
        }

        if (_price >= 0)
        {
            Interaction.FillPrice(ref value, _fields.Price(Field(record, _price)));
        }

        if (_quantity >= 0)
        {
            Interaction.FillQuantity(ref value, _fields.Quantity(Field(record, _quantity)));
        }
    }

    // Blanks around a field are there for the eye; those in quotes are its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Field(CsvReader record, int index)
    {
        var text = record.GetSpan(index);
        return text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : Trim(record, index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> Trim(CsvReader record, int index)
    {
        var text = record.GetSpan(index);
        return text.Length < record.GetRawSpan(index).Length ? text : text.Trim(" \t"u8);
    }
}
