using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RxRecs;

/// <summary>Reads event times by the rules of a column map, and notices when all of them have another unit.</summary>
internal sealed class TimeField
{
    private const int MaxSize = 64;
    private const int DateDigits = 8;
    private static readonly SearchValues<byte> IsoLetters = SearchValues.Create("0123456789-:.,+ TtZzUCGM"u8);
    private static readonly long[] UnitTicks =
        [TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMicrosecond, 0];

    private static readonly long EndOfJanuary1970 = new DateTime(1970, 2, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long FarFuture = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long LongAgo = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // 2001-09-09 in seconds, taken for milliseconds.
    private static readonly long FirstSeconds = DateTime.UnixEpoch.AddMilliseconds(1e9).Ticks;
    private readonly string _name;
    private readonly string? _format;
    private readonly EpochUnit? _unit;
    private readonly ZoneClock? _zone;
    private readonly bool _isIso;
    private EventTimeText _iso;
    private long _plausible;
    private long _implausible;
    private byte[]? _firstImplausible;

    public TimeField(ShopColumns columns)
    {
        _name = ShopColumns.Describe(columns.Time);
        (_unit, _format) = (columns.TimeUnit, columns.TimeFormat);
        _zone = columns.TimeZone.Equals(TimeZoneInfo.Utc) ? null : new ZoneClock(columns.TimeZone);
        _isIso = _unit is null && _format is null && _zone is null;
    }

    /// <summary>Says that most times look like another unit, and like which; null where they do not.</summary>
    public string? Hint => _implausible <= _plausible ? null : Suggest(_firstImplausible!, _unit) is { } unit
        ? $"The times in {_name} look like {Name(unit)}, not {Name(_unit ?? EpochUnit.Milliseconds)} "
            + $"(the first is {Encoding.UTF8.GetString(_firstImplausible!)}): "
            + $"say so with TimeUnit (--time-unit {Name(unit)})."
        : $"The times in {_name}, in {Name(_unit ?? EpochUnit.Milliseconds)}, lie in January 1970 or beyond 2100 "
            + "(--time-unit says what they count).";

    /// <summary>Tells whether digits count milliseconds, the map saying nothing else.</summary>
    public bool TakesEpochs => _unit is null && _format is null;

    /// <summary>Tells how many ticks a unit has; 0 for nanoseconds.</summary>
    public static long TicksOf(EpochUnit unit) => UnitTicks[(int)unit];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text of the time.</param>
    /// <param name="usualUnit">The unit of a number where the map does not say it; null if a number is no time.</param>
    /// <param name="ticks">The time.</param>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string? Read(ReadOnlySpan<byte> text, EpochUnit? usualUnit, out long ticks) =>
        _isIso && usualUnit is null && _iso.TryParse(text, out ticks, out _)
            ? null
            : ReadAny(text, usualUnit, out ticks);

    /// <summary>Says that a number of milliseconds is one of seconds, as it seems: as seconds it is a time of our days,
    /// as milliseconds one in January 1970. Null where that is not so, or the map says what it is.</summary>
    public string? DoubtSeconds(long ticks) => TakesEpochs && ticks >= FirstSeconds && ticks < EndOfJanuary1970
        ? $"{_name} counts seconds, as it seems; milliseconds since 1970 are expected (--time-unit seconds)"
        : null;

    private static EpochUnit? Suggest(ReadOnlySpan<byte> text, EpochUnit? not)
    {
        foreach (var unit in Enum.GetValues<EpochUnit>())
        {
            if (unit != not && EventTimeText.TryParseUnix(text, TicksOf(unit), out var ticks)
                && ticks >= LongAgo && ticks < FarFuture)
            {
                return unit;
            }
        }

        return null;
    }

    private static string Name(EpochUnit unit) => unit.ToString().ToLowerInvariant();

    private string? ReadAny(ReadOnlySpan<byte> text, EpochUnit? usualUnit, out long ticks)
    {
        if ((_unit ?? usualUnit) is { } unit && !BeginsWithMonth(text)
            && !(TakesEpochs && text.Length == DateDigits && IsIso(text)))
        {
            return ReadNumber(text, unit, out ticks);
        }

        if (_format is not null)
        {
            return ReadFormat(text, out ticks);
        }

        if (!_iso.TryParse(text, out ticks, out var hasZone))
        {
            return Explain(text);
        }

        if (_zone is not null && !hasZone)
        {
            ticks = _zone.ToUtc(ticks);
        }

        return null;
    }

    // 2024-05-01 can be no number, whatever unit numbers have.
    private static bool BeginsWithMonth(ReadOnlySpan<byte> text) =>
        text.Length > 4 && text[4] == '-' && !text[..4].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    // 20240501 is a date also where a number would be milliseconds: it would be a time of the first day of 1970.
    private bool IsIso(ReadOnlySpan<byte> text) => _iso.TryParse(text, out _);

    private string? ReadNumber(ReadOnlySpan<byte> text, EpochUnit unit, out long ticks)
    {
        var isTime = EventTimeText.TryParseUnix(text, TicksOf(unit), out ticks);
        if (isTime && ticks >= EndOfJanuary1970 && ticks < FarFuture)
        {
            _plausible++;
            return null;
        }

        return ReadImplausible(text, unit, isTime);
    }

    private string? ReadImplausible(ReadOnlySpan<byte> text, EpochUnit unit, bool isTime)
    {
        if (isTime || Suggest(text, unit) is not null)
        {
            _implausible++;
            _firstImplausible ??= text.ToArray();
        }

        return isTime ? null : Describe(text, $"is not a time ({Name(unit)} since 1970)", Suggest(text, unit));
    }

    private string? ReadFormat(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        Span<char> letters = stackalloc char[MaxSize];
        if (text.Length > MaxSize || !Encoding.UTF8.TryGetChars(text, letters, out var count)
            || !DateTime.TryParseExact(
                letters[..count],
                _format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces,
                out var time))
        {
            return Describe(text, $"is not a time ({_format})", null);
        }

        ticks = time.Kind == DateTimeKind.Utc || _zone is null ? time.Ticks : _zone.ToUtc(time.Ticks);
        return null;
    }

    private string Explain(ReadOnlySpan<byte> text)
    {
        var suggested = Suggest(text, null);
        var problem = suggested is not null ? "is a number and no ISO 8601 time"
            : IsSpreadsheetDay(text)
                ? "is the number of a day, as spreadsheets count them; save the column as dates (2019-11-01 00:00:00)"
            : HasOwnForm(text)
                ? "is no ISO 8601 time (2019-11-01 00:00:00 UTC); another form has to be named "
                    + "(--time-format 'dd.MM.yyyy HH:mm')"
            : "is not a time (2019-11-01 00:00:00 UTC)";
        return Describe(text, problem, suggested);
    }

    /// <summary>Tells whether a text has figures and is not of the form of ISO 8601, with a time that cannot
    /// be.</summary>
    private static bool HasOwnForm(ReadOnlySpan<byte> text) =>
        text.ContainsAnyInRange((byte)'0', (byte)'9')
        && !(BeginsWithMonth(text) && text.Length >= 10 && text[7] == '-' && (text.Length == 10
            || (text.Length >= 16 && text[13] == ':' && !text.ContainsAnyExcept(IsoLetters))));

    /// <summary>Tells whether a number is that of a day from 2000 to 2099, with a fraction for the time of day, where 1
    /// is the first day of 1900.</summary>
    private static bool IsSpreadsheetDay(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal day, out var length)
        && length == text.Length
        && day is >= 36_526 and < 73_051;

    private string Describe(ReadOnlySpan<byte> text, string problem, EpochUnit? suggested) => FieldProblem.Describe(
        _name,
        text,
        (text.IsEmpty ? "is empty" : problem)
        + (suggested is { } unit ? $"; it looks like {Name(unit)} (--time-unit {Name(unit)})" : ""));
}
