using System.Globalization;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Tells a person of dead letters that nobody takes: the first at once, how many there are now and then and at the end.
/// </summary>
internal sealed class UntakenLetters(NoticeBoard notices, TimeProvider clock)
{
    private const int MostReasons = 3;
    private const int MostLetters = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly List<string> _reasons = [];
    private long _count;
    private long _told;
    private long _lastTold;

    /// <summary>A record was set aside.</summary>
    public void Add(string source, long offset, string reason)
    {
        _count++;
        if (_reasons.Count < MostReasons)
        {
            var text = $"{source}@{offset.ToString(CultureInfo.InvariantCulture)}: {reason}";
            _reasons.Add(text.Length > MostLetters ? text[..MostLetters] : text);
        }
    }

    /// <summary>Tells if it is time to.</summary>
    public void Tell(bool isEnd = false)
    {
        var isDue = isEnd || _told == 0 || clock.GetElapsedTime(_lastTold) >= Interval;
        if (_count == _told || !isDue)
        {
            return;
        }

        (_told, _lastTold) = (_count, clock.GetTimestamp());
        var first = _count > _reasons.Count ? "The first: " : "";
        notices.Write(
            KafkaNoticeKind.DeadLetters,
            (_count == 1
                ? "1 record could not be read and is a dead letter"
                : $"{_count} records could not be read and are dead letters")
            + $" that nobody takes (WithDeadLetters). {first}{string.Join("; ", _reasons)}");
    }
}
