namespace RxRecs;

/// <summary>
/// Maps the columns of a table, or the members of a JSON record, to the parts of an interaction, and says how their
/// text is read.
/// </summary>
/// <remarks>
/// <para>In a table a column is given by its name in the header, compared without case, or by its position, counted
/// from 1, where no column has that name. In JSON it is given by a path: <c>user.id</c>; <c>items[*].sku</c>, which
/// makes one interaction of each element while members outside the array repeat; <c>items[0].sku</c>; and
/// <c>params[key=ga_session_id].value</c>, the first element whose member has that value. A member whose
/// name has a point or a bracket is written <c>['user.id']</c>. A name that ends with a question mark
/// (<c>brand?</c>) may be missing, but for time and item; another that is missing makes the table unreadable.</para>
/// <para>A row needs a time, an item and, where <see cref="Kind"/> is given, a kind. Every other field never costs a
/// row: one that is empty, holds one of <see cref="NullMarkers"/> or cannot be read is unknown.</para>
/// </remarks>
public sealed partial record ShopColumns
{
    private readonly string _time = "";
    private readonly string _item = "";
    private readonly char _decimalSign = '.';
    private readonly char? _delimiter;

    /// <summary>Gets the column of the event time.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public required string Time
    {
        get => _time;
        init => _time = Named(value, nameof(Time));
    }

    /// <summary>Gets the column of the item.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public required string Item
    {
        get => _item;
        init => _item = Named(value, nameof(Item));
    }

    /// <summary>
    /// Gets the column of the kind; null where every row is a <see cref="DefaultKind"/>. A record of JSON without a
    /// kind that may be missing (<c>type?</c>) is left out and counted; in a table that has no such column every row is
    /// a <see cref="DefaultKind"/>.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>Gets the column of the user, or null.</summary>
    public string? User { get; init; }

    /// <summary>Gets the column of the session, or null.</summary>
    public string? Session { get; init; }

    /// <summary>Gets the column of the category's id, or null.</summary>
    public string? Category { get; init; }

    /// <summary>Gets the column of the category's path, or null.</summary>
    public string? CategoryPath { get; init; }

    /// <summary>Gets the column of the brand, or null.</summary>
    public string? Brand { get; init; }

    /// <summary>Gets the column of the price of one piece, or null.</summary>
    public string? Price { get; init; }

    /// <summary>Gets the column of the number of pieces, or null; a negative one is a return.</summary>
    public string? Quantity { get; init; }

    /// <summary>
    /// Gets the column of a number that is added to the time, such as the milliseconds of a day; or null.
    /// </summary>
    public string? Elapsed { get; init; }

    /// <summary>Gets the unit of <see cref="Elapsed"/>. The default is milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a unit.</exception>
    public EpochUnit ElapsedUnit { get; init => field = OptionValue.Defined(value); } = EpochUnit.Milliseconds;

    /// <summary>
    /// Gets the unit of times that are numbers; null (the default) for ISO 8601 in a table, and for ISO 8601 or a
    /// number of milliseconds in JSON. With a unit, too, a text that begins like <c>2024-05</c> is ISO 8601.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a unit.</exception>
    public EpochUnit? TimeUnit { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the form of times that are not ISO 8601, as .NET writes it: <c>dd.MM.yyyy HH:mm</c>; or null.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? TimeFormat
    {
        get;
        init => field = value is null ? null : Named(value, nameof(TimeFormat));
    }

    /// <summary>
    /// Gets the zone of times that name none. The default is UTC. A time that a change to winter repeats is the second
    /// of the two; one that a change to summer leaves out is as much later.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeZoneInfo TimeZone { get; init => field = OptionValue.NotNull(value); } = TimeZoneInfo.Utc;

    /// <summary>
    /// Gets the kind of interaction that each text stands for, to the letter; null leaves the row out. The default is
    /// view, cart, remove_from_cart and purchase.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyDictionary<string, InteractionKind?> Kinds
    {
        get;
        init => field = OptionValue.NotNull(value);
    } = KnownKinds;

    /// <summary>
    /// Gets a value indicating whether a row of a kind that <see cref="Kinds"/> does not have is a dead letter;
    /// otherwise (the default) it is left out and counted. The maps of known tables refuse it.
    /// </summary>
    public bool RefuseOtherKinds { get; init; }

    /// <summary>Gets the kind of every row where <see cref="Kind"/> is null. The default is a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a kind.</exception>
    public InteractionKind DefaultKind { get; init => field = OptionValue.Defined(value); } = InteractionKind.View;

    /// <summary>
    /// Gets a value indicating whether an id is refused whose last digits a data frame has rounded away, such as
    /// <c>1.48758e+18</c>: the item's makes a dead letter, another is unknown. Otherwise it is read and counted.
    /// </summary>
    public bool RefuseRoundedIds { get; init; }

    /// <summary>
    /// Gets the texts that stand for nothing, to the letter. The default is NULL, null, \N, NaN, nan and NA.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<string> NullMarkers { get; init => field = OptionValue.NotNull(value); } = UsualNullMarkers;

    /// <summary>
    /// Gets the decimal sign of prices and quantities, a point or a comma; the other one, a blank and an apostrophe may
    /// stand between groups of three digits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is another sign.</exception>
    public char DecimalSign
    {
        get => _decimalSign;
        init
        {
            if (value is not ('.' or ','))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(DecimalSign), value, $"{nameof(DecimalSign)} is a point or a comma.");
            }

            _decimalSign = value;
        }
    }

    /// <summary>Gets a value indicating whether the first line of a table holds names. The default is true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// Gets the sign between the columns of a table; null for what the first line shows: a tab, a comma, a semicolon or
    /// a bar.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a sign of ASCII, or is a line break.</exception>
    public char? Delimiter
    {
        get => _delimiter;
        init
        {
            if (value is { } sign && (sign is '\0' or '\r' or '\n' || !char.IsAscii(sign)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Delimiter), value, $"{nameof(Delimiter)} is a sign of ASCII and no line break.");
            }

            _delimiter = value;
        }
    }

    /// <summary>Gets the sign that a field of a table may be quoted with; null where quotes are plain text.</summary>
    public char? Quote { get; init; } = '"';

    private static string Named(string value, string option)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, option);
        return value;
    }
}
