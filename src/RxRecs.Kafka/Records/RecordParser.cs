using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Makes parsers for any type of event; <see cref="InteractionJson"/> has the faster one for
/// interactions.</summary>
public static class RecordParser
{
    /// <summary>Creates a parser of JSON by System.Text.Json's generated code.</summary>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <param name="typeInfo">
    /// The type's JSON metadata from a <c>JsonSerializerContext</c>, for instance <c>ShopContext.Default.Click</c>; its
    /// options decide how strict it is.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of a value's event time. Null: the record's timestamp counts, and a record without one is a dead
    /// letter.
    /// </param>
    /// <returns>The parser; a tombstone and a JSON <c>null</c> are dead letters.</returns>
    /// <exception cref="ArgumentNullException">There is no type information.</exception>
    public static IRecordParser<T> Json<T>(
        JsonTypeInfo<T> typeInfo, Func<T, DateTimeOffset>? eventTimeSelector = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return new JsonRecordParser<T>(typeInfo, eventTimeSelector);
    }

    /// <summary>Creates a parser from a function.</summary>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <param name="parse">
    /// The function that makes the value of a record, whose value is null for a tombstone. What it throws becomes the
    /// reason of a dead letter, which costs microseconds: implement <see cref="IRecordParser{T}"/> where many records
    /// are bad.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of a value's event time. Null: the record's timestamp counts, and a record without one is a dead
    /// letter.
    /// </param>
    /// <returns>The parser.</returns>
    /// <exception cref="ArgumentNullException">There is no function.</exception>
    public static IRecordParser<T> From<T>(
        Func<ConsumeResult<byte[], byte[]>, T> parse, Func<T, DateTimeOffset>? eventTimeSelector = null)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return new DelegateRecordParser<T>(parse, eventTimeSelector);
    }
}
