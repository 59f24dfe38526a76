using System.Text;

namespace RxRecs;

/// <summary>
/// Reads the fields of interactions by the rules of a column map: one set of rules for tables, JSON lines and records
/// of topics. A field that must be there says what is wrong with it; another is unknown then, and counted. It belongs
/// to one thread at a time, since texts that repeat are shared through pools.
/// </summary>
internal sealed class FieldReader
{
    /// <summary>Stands for what is wrong with a row whose kind is to be left out; compared by reference.</summary>
    public static readonly string OtherKind = "the kind is left out";

    private const string StandsForNothing = "stands for nothing";
    private const string HasLostDigits = "has lost digits";
    private readonly ShopColumns _columns;
    private readonly NullMarkers _markers;
    private readonly KnownKind[] _kinds;
    private readonly string[] _names;
    private readonly bool _hasComma;

    // Text that reads as a number is looked at twice only where a marker could be one.
    private readonly bool _hasNumericMarkers;
    private readonly TextPool _items = new(12, "", isForNames: true);
    private readonly TextPool _users = new(13, "", isForNames: true);
    private readonly TextPool _categories = new(10, "", isForNames: true);
    private readonly TextPool _paths = new(10, "", isForNames: true);
    private readonly TextPool _brands = new(11, "", isForNames: true);
    private readonly TextPool _sessions;

    public FieldReader(ShopColumns columns, string sessionPrefix = "")
    {
        _columns = columns;
        _markers = new NullMarkers(columns.NullMarkers);
        _hasNumericMarkers = columns.NullMarkers.Any(marker => marker.Any(char.IsAsciiDigit));
        _hasComma = columns.DecimalSign == ',';
        _kinds = [.. columns.Kinds.OrderBy(kind => kind.Value ?? (InteractionKind)byte.MaxValue).Select(KnownKind.Of)];
        _names = [.. columns.All.Select(column => ShopColumns.Describe(column.Column ?? ""))];
        _sessions = new TextPool(13, sessionPrefix, isForNames: true);
        Times = new TimeField(columns);
    }

    /// <summary>Reads times.</summary>
    public TimeField Times { get; }

    /// <summary>Gives what the fields did not tell.</summary>
    public FieldCounter Counter { get; } = new();

    /// <summary>Reads a kind.</summary>
    /// <returns>Null on success; otherwise a description of the fault, or <see cref="OtherKind"/>.</returns>
    public string? Kind(ReadOnlySpan<byte> text, out InteractionKind kind)
    {
        foreach (var known in _kinds)
        {
            if (text.SequenceEqual(known.Text))
            {
                kind = known.Kind;
                return known.Problem;
            }
        }

        kind = default;
        var isNothing = text.IsEmpty || _markers.Have(text);
        if (isNothing || _columns.RefuseOtherKinds)
        {
            return NotAKind(text, isNothing);
        }

        Counter.AddUnnamedKind(_names[1], text);
        return OtherKind;
    }

    /// <summary>Reads the item's id.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    public string? Item(ReadOnlySpan<byte> text, out Id id)
    {
        var problem = Id.Read(text, _items, out id);
        if (id.IsNumber && !IsScientific(text) && !_hasNumericMarkers)
        {
            return null;
        }

        problem = _markers.Have(text) ? StandsForNothing : id.IsNumber ? CheckDigits(text, 2) : OfId(problem);
        return problem is null ? null : FieldProblem.Describe(_names[2], text, problem);
    }

    public Id User(ReadOnlySpan<byte> text) => OptionalId(text, _users, 3);

    public Id Category(ReadOnlySpan<byte> text) => OptionalId(text, _categories, 5);

    public string? Session(ReadOnlySpan<byte> text) => Text(text, _sessions, 4);

    public string? CategoryPath(ReadOnlySpan<byte> text) => Text(text, _paths, 6);

    public string? Brand(ReadOnlySpan<byte> text) => Text(text, _brands, 7);

    /// <summary>Reads a price, in millionths.</summary>
    public long Price(ReadOnlySpan<byte> text)
    {
        if (_hasNumericMarkers && IsMarker(text))
        {
            return Interaction.NoPrice;
        }

        var problem = _hasComma ? PriceText.ParseWithComma(text, out var units) : PriceText.Parse(text, out units);
        if (problem is not null && !IsMarker(text))
        {
            var isComma = !_hasComma && text.Contains((byte)',');
            Counter.AddUnreadable(_names[8], text, isComma
                ? $"{problem}; is a comma its decimal sign? (--decimal-sign ,)"
                : problem + FieldProblem.AdviseMarker(text));
        }

        return units;
    }

    /// <summary>Reads a number of pieces; 1 where it is unknown.</summary>
    public int Quantity(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || IsMarker(text))
        {
            return 1;
        }

        var problem = _hasComma ? PriceText.ParseWithComma(text, out var units) : PriceText.Parse(text, out units);
        var (pieces, rest) = Math.DivRem(units, Interaction.PriceUnits);
        if (problem is null && rest == 0 && pieces is >= int.MinValue and <= int.MaxValue)
        {
            return (int)pieces;
        }

        Counter.AddUnreadable(
            _names[9], text, "is not a whole number that a quantity can be" + FieldProblem.AdviseMarker(text));
        return 1;
    }

    /// <summary>Reads what is added to the time; nothing where it is unknown.</summary>
    public long Elapsed(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || IsMarker(text))
        {
            return 0;
        }

        if (EventTimeText.TryParseSpan(text, TimeField.TicksOf(_columns.ElapsedUnit), out var ticks))
        {
            return ticks;
        }

        Counter.AddUnreadable(_names[10], text, "is not a number that can be added to a time");
        return 0;
    }

    // Data frames write 1.4875800092865987e+18, so the point tells at once that most numbers are whole.
    private static bool IsScientific(ReadOnlySpan<byte> text) => text.Length > 1 && text[1] == '.';

    private Id OptionalId(ReadOnlySpan<byte> text, TextPool pool, int field)
    {
        if (text.IsEmpty)
        {
            return Id.None;
        }

        if (_hasNumericMarkers && IsMarker(text))
        {
            return Id.None;
        }

        var problem = Id.Read(text, pool, out var id);
        if (id.IsNumber ? !IsScientific(text) : problem is null && !_markers.Have(text))
        {
            return id;
        }

        problem = id.IsNumber ? CheckDigits(text, field) : OfId(problem);
        if (problem is null)
        {
            return id.IsNumber || !IsMarker(text) ? id : Id.None;
        }

        Counter.AddUnreadable(_names[field], text, problem);
        return Id.None;
    }

    private static string? OfId(string? problem) =>
        ReferenceEquals(problem, Id.IsNotUtf8) ? problem + FieldProblem.Utf8Advice : problem;

    private string? Text(ReadOnlySpan<byte> text, TextPool pool, int field)
    {
        if (IsMarker(text))
        {
            return null;
        }

        if (!pool.TryGet(text, out var value))
        {
            Counter.AddUnreadable(_names[field], text, FieldProblem.OfName(text));
        }

        return value;
    }

    private bool IsMarker(ReadOnlySpan<byte> text)
    {
        var isMarker = _markers.Have(text);
        if (isMarker)
        {
            Counter.AddUnknown();
        }

        return isMarker;
    }

    /// <summary>
    /// Notices a number in scientific notation that has fewer digits than its exponent asks for. All before the
    /// exponent is digits and a point.
    /// </summary>
    private string? CheckDigits(ReadOnlySpan<byte> text, int field)
    {
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        if (end < 0
            || !WholeNumberText.TryParseExponent(text[(end + 1)..], out var exponent)
            || end - 1 > exponent)
        {
            return null;
        }

        if (_columns.RefuseRoundedIds)
        {
            return HasLostDigits;
        }

        Counter.AddRounded(_names[field], text);
        return null;
    }

    private string NotAKind(ReadOnlySpan<byte> text, bool isNothing)
    {
        var known = string.Join(", ", _columns.Kinds.Where(kind => kind.Value is not null)
            .OrderBy(kind => kind.Value).Select(kind => kind.Key));
        var problem = text.IsEmpty ? "is empty"
            : isNothing ? StandsForNothing
            : $"is not one of {known}; say what it is with Kinds "
                + $"({KindGuess.Advise(text)})";
        return FieldProblem.Describe(_names[1], text, problem);
    }

    /// <summary>A text that stands for a kind, or for one to be left out.</summary>
    private readonly record struct KnownKind(byte[] Text, InteractionKind Kind, string? Problem)
    {
        public static KnownKind Of(KeyValuePair<string, InteractionKind?> kind) => new(
            Encoding.UTF8.GetBytes(kind.Key), kind.Value.GetValueOrDefault(), kind.Value is null ? OtherKind : null);
    }
}
