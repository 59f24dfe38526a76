using System.Buffers;

namespace RxRecs.Kafka;

/// <summary>
/// Interactions as JSON, one object per record:
/// <c>{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":1,"category_id":2,"category_code":"a.b",
/// "brand":"x","price":1.5,"user_id":3,"user_session":"s","quantity":2}</c>. The names are those of the REES46 data
/// sets.
/// </summary>
/// <remarks>
/// <para>
/// <c>event_time</c>, <c>event_type</c> (<c>view</c>, <c>cart</c>, <c>remove_from_cart</c>, <c>purchase</c>) and
/// <c>product_id</c> are needed. Another that is absent, null, empty, a marker of nothing such as <c>NULL</c>
/// (<see cref="ShopColumns.UsualNullMarkers"/>), or that cannot be read is unknown; the quantity is 1 then. Members of
/// other names are passed over; of two with the same name the last counts.
/// </para>
/// <para>
/// A time is ISO 8601 as programs write it, with <c>Z</c>, an offset or nothing (UTC), or as in
/// <c>2019-11-01 00:00:00 UTC</c>, or a number of milliseconds since 1970. Ids are numbers or strings, read by the
/// rules of <see cref="Id"/>, and written as numbers where they are such. Prices and quantities are numbers or strings
/// of digits. All keep every digit.
/// </para>
/// <para>
/// Refused, with the reason in words: what is not JSON or not UTF-8, more than 16 levels deep, an item's id of over 256
/// bytes or with control characters, times before 1970 as a number. Unknown is a text of over 4 KiB or with control
/// characters, another such id, and a number of over 64 characters.
/// </para>
/// </remarks>
public static class InteractionJson
{
    /// <summary>
    /// Creates a parser of records. It shares the strings that repeat, so give each consumer its own.
    /// </summary>
    /// <param name="maxValueSize">The longest value in bytes; what a source's limits refuse never comes here.</param>
    /// <returns>The parser.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The longest value has no bytes.</exception>
    public static IRecordParser<Interaction> CreateParser(int maxValueSize = InteractionReader.DefaultMaxSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxValueSize);
        return new InteractionRecordParser(new InteractionReader(maxValueSize));
    }

    /// <summary>
    /// Creates a parser of records of any other form, by a map of paths:
    /// <c>{"id":7,"lines":[{"sku":"a"},{"sku":"b"}]}</c> makes two interactions with <c>lines[*].sku</c>. They come
    /// with the record's position, in the order of the elements; where one of them cannot be read the whole record is a
    /// dead letter, with the row. Interactions of kinds that the map leaves out are left out, and a record of nothing
    /// else is processed without a notice.
    /// </summary>
    /// <param name="columns">The paths, and how times, kinds and numbers are written.</param>
    /// <param name="maxValueSize">The longest value in bytes; what a source's limits refuse never comes here.</param>
    /// <returns>The parser; it shares the strings that repeat, so give each consumer its own.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="columns"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The longest value has no bytes.</exception>
    /// <exception cref="FormatException">A column is no path, or two run through different arrays.</exception>
    public static IRecordParser<Interaction> CreateParser(
        ShopColumns columns, int maxValueSize = InteractionReader.DefaultMaxSize)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxValueSize);
        return new MappedRecordParser(new MappedJsonReader(columns) { RefusesSeconds = true }, maxValueSize);
    }

    /// <summary>Parses one interaction, from any thread.</summary>
    /// <param name="json">The interaction's JSON in UTF-8, at most 256 KiB.</param>
    /// <param name="value">The interaction.</param>
    /// <returns>Null if all went well, otherwise why not, in words.</returns>
    public static string? Parse(ReadOnlySpan<byte> json, out Interaction value) =>
        InteractionReader.OfThread.Parse(json, out value) is { } problem ? Reason.Cut(problem) : null;

    /// <summary>
    /// Writes one interaction in one line. What <see cref="Parse"/> makes of it equals the interaction, if its texts
    /// are not empty and such as <see cref="Parse"/> accepts.
    /// </summary>
    /// <param name="value">The interaction.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">There is no output.</exception>
    public static void Write(Interaction value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        InteractionWriter.Write(output, value);
    }
}
