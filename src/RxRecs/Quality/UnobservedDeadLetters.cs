using System.Globalization;

namespace RxRecs;

/// <summary>
/// Says what a person is told of dead letters that nobody takes: how many there are, and the first reasons.
/// </summary>
internal sealed class UnobservedDeadLetters
{
    private const int MostReasons = 3;
    private const int MostLetters = 200;
    private readonly List<string> _reasons = [];

    /// <summary>Tells how many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Tells whether the reason of a further one will be told.</summary>
    public bool WantsReason => _reasons.Count < MostReasons;

    /// <summary>A record was set aside; its reason is not told.</summary>
    public void Add() => Count++;

    /// <summary>A record was set aside.</summary>
    /// <param name="place">The place of the record, such as <c>shop.csv:17</c>.</param>
    /// <param name="reason">The reason why it was set aside.</param>
    public void Add(string place, string reason)
    {
        Count++;
        if (WantsReason)
        {
            var text = $"{place}: {reason}";
            _reasons.Add(text.Length > MostLetters ? text[..MostLetters] : text);
        }
    }

    public override string ToString()
    {
        var first = Count > _reasons.Count ? "The first: " : "";
        var what = Count == 1
            ? "1 record could not be read and is a dead letter"
            : string.Create(CultureInfo.InvariantCulture, $"{Count:N0} records could not be read and are dead letters");
        return $"{what} that nobody takes (WithDeadLetters). {first}{string.Join("; ", _reasons)}";
    }
}
