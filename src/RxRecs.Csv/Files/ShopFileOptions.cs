namespace RxRecs.Csv;

/// <summary>Configures how to read a file of shop events. The defaults read every known layout.</summary>
public sealed record ShopFileOptions
{
    /// <summary>Gets the layout, or null to recognize it by the file's first line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a layout.</exception>
    public ShopFileLayout? Layout { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the columns of a table, or the paths of JSON records, that no known layout describes; null to recognize a
    /// known one.
    /// </summary>
    public ShopColumns? Columns { get; init; }

    /// <summary>
    /// Gets the function that changes the column map that the file calls for, or <see cref="Columns"/>: another time
    /// unit, say, for whichever known layout it has. Null changes nothing.
    /// </summary>
    public Func<ShopColumns, ShopColumns>? AdjustColumns { get; init; }

    /// <summary>
    /// Gets the maximum length of a record, in bytes; a longer one is a dead letter, and no more of it is kept in
    /// memory. The default is 1 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1,024 or above 256 MiB.</exception>
    public int MaxRecordSize { get; init => field = OptionValue.Between(value, 1024, 1 << 28); } = 1 << 20;

    /// <summary>
    /// Gets a value indicating whether a row that ends before the last column is read, if what it needs is there. The
    /// default is false: in a file that was cut off, the last field of such a row may be half an id.
    /// </summary>
    public bool AllowShortRows { get; init; }

    /// <summary>Gets the number of rows between two reports of progress. The default is 65,536.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int ProgressInterval { get; init => field = OptionValue.Positive(value); } = 1 << 16;

    /// <summary>
    /// Gets the maximum number of bytes that one byte of a gzip file may become once 16 MiB have come out; beyond it
    /// the file is refused as a decompression bomb. The default is 100; logs reach 10 to 20.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxExpansion { get; init => field = OptionValue.Positive(value); } = 100;

    /// <summary>
    /// Gets the maximum number of bytes that a gzip file may become in all. By default there is no limit, since nothing
    /// is kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public long MaxExpandedSize { get; init => field = OptionValue.Positive(value); } = long.MaxValue;

    /// <summary>
    /// Gets the observer of what a person should know, a line each, such as how many rows could not be read where
    /// nobody takes the dead letters. Null writes to standard error; <c>Observer.Create&lt;string&gt;(_ =&gt; { })</c>
    /// is silent.
    /// </summary>
    public IObserver<string>? Notices { get; init; }

    /// <summary>
    /// Gets the time at which <see cref="ShopFileLayout.SessionLines"/>, which has no times, begins. The default is
    /// 1970-01-01 00:00:00 UTC. A test file that follows a training file needs a later start.
    /// </summary>
    public DateTimeOffset SequenceStart { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// Gets the text that is put before the name of every session, so that sessions of several files that count from 1
    /// stay apart. Empty by default.
    /// </summary>
    public string SessionPrefix { get; init; } = "";
}
