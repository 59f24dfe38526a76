using System.Globalization;

namespace RxRecs.Kafka;

/// <summary>
/// Tells a person of dead letters that nobody takes: the first at once, how many there are now and then and at the end.
/// </summary>
internal sealed class UntakenNotices(NoticeBoard notices, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly UnobservedDeadLetters _letters = new();
    private long _told;
    private long _lastTold;

    /// <summary>A record was set aside.</summary>
    public void Add(string source, long offset, string reason) =>
        _letters.Add($"{source}@{offset.ToString(CultureInfo.InvariantCulture)}", reason);

    /// <summary>Tells if it is time to.</summary>
    public void Tell(bool isEnd = false)
    {
        var isDue = isEnd || _told == 0 || clock.GetElapsedTime(_lastTold) >= Interval;
        if (_letters.Count == _told || !isDue)
        {
            return;
        }

        (_told, _lastTold) = (_letters.Count, clock.GetTimestamp());
        notices.Write(KafkaNoticeKind.DeadLetters, _letters.ToString());
    }
}
