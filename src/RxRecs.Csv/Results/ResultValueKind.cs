namespace RxRecs.Csv;

/// <summary>Specifies what a <see cref="ResultValue"/> is.</summary>
public enum ResultValueKind : byte
{
    /// <summary>Nothing: an empty field in CSV, <c>null</c> in JSON.</summary>
    None = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A whole number or decimal.</summary>
    Number = 2,

    /// <summary>A double, written with the digits that give it back.</summary>
    Real = 3,

    /// <summary>
    /// A time: <c>2019-11-01 00:00:00 UTC</c> in CSV, <c>2019-11-01T00:00:00Z</c> in JSON, with a fraction where it
    /// has one.
    /// </summary>
    Time = 4,

    /// <summary>A truth value: <c>true</c> or <c>false</c>.</summary>
    Truth = 5,
}
