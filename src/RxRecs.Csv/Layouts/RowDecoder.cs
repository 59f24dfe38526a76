using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Makes the rows of a layout out of a file's records; one record can hold several rows.</summary>
/// <typeparam name="T">The type of the values that rows are read into.</typeparam>
internal abstract class RowDecoder<T>
{
    /// <summary>Tells how many fields each record must have, or 0 where that differs.</summary>
    public int FieldCount { get; protected init; }

    /// <summary>Tells whether the current record has another row.</summary>
    public bool HasMore { get; protected set; }

    /// <summary>
    /// Gives what reads the fields and counts what they do not tell; null where a row has no such fields.
    /// </summary>
    public virtual FieldReader? Fields => null;

    /// <summary>
    /// Reads the next row of the record: the first one when the reader has moved on, which <see cref="HasMore"/> tells.
    /// </summary>
    /// <param name="record">The reader, standing on the record.</param>
    /// <param name="line">The record's line.</param>
    /// <param name="value">The row.</param>
    /// <returns>
    /// Null on success; the reason why the row cannot be read; or <see cref="FieldReader.OtherKind"/> itself for one
    /// that is left out.
    /// </returns>
    public abstract string? Decode(CsvReader record, long line, out T value);
}
