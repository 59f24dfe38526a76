using CsvHelper;

namespace RxRecs.Csv.Layouts;

/// <summary>Makes the rows of a layout out of a file's records; one record can hold several rows.</summary>
/// <typeparam name="T">What a row becomes.</typeparam>
internal abstract class RowDecoder<T>
{
    /// <summary>How many fields each record must have, or 0 where that differs.</summary>
    public virtual int FieldCount => 0;

    /// <summary>Whether the current record has another row.</summary>
    public virtual bool HasMore => false;

    /// <summary>
    /// Reads the next row of the record: the first one when the reader has moved on, which <see cref="HasMore"/> tells.
    /// </summary>
    /// <param name="record">The reader, standing on the record.</param>
    /// <param name="line">The record's line.</param>
    /// <param name="value">The row.</param>
    /// <returns>Null, or why the row cannot be read.</returns>
    public abstract string? Decode(CsvReader record, long line, out T value);
}
