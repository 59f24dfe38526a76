namespace RxRecs;

/// <summary>Specifies what a time that is written as a number counts since 1970-01-01 00:00:00 UTC.</summary>
public enum EpochUnit
{
    /// <summary>Seconds, as Unix programs count.</summary>
    Seconds = 0,

    /// <summary>Milliseconds, as Java and JavaScript count.</summary>
    Milliseconds = 1,

    /// <summary>Microseconds, as BigQuery counts.</summary>
    Microseconds = 2,

    /// <summary>Nanoseconds; kept to a tenth of a microsecond.</summary>
    Nanoseconds = 3,
}
