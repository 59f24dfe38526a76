using System.Buffers;
using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// Takes lines for a person from several threads to an observer, one at a time. The client library tells of a broker
/// that is gone again and again: of lines that differ in their numbers alone, one is told every half minute.
/// </summary>
/// <param name="observer">The observer that receives the lines; null for standard error.</param>
/// <param name="clock">The clock that tells how long ago a line was told.</param>
internal sealed class NoticeBoard(IObserver<KafkaNotice>? observer, TimeProvider clock)
{
    private const int MostRemembered = 200;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private readonly IObserver<KafkaNotice> _observer = observer ?? KafkaNotice.StandardError;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>Tells where the client library's lines go, or null if nobody wants them.</summary>
    public Action<string>? Output => ReferenceEquals(_observer, KafkaNotice.Silence) ? null : WriteLine;

    /// <summary>Tells a line in any case: something has changed.</summary>
    public void Write(KafkaNoticeKind kind, string text)
    {
        lock (_gate)
        {
            _observer.OnNext(new KafkaNotice(kind, text));
        }
    }

    /// <summary>Tells a line unless it has just been told.</summary>
    public void WriteUnlessTold(KafkaNoticeKind kind, string text)
    {
        lock (_gate)
        {
            if (IsNew(text))
            {
                _observer.OnNext(new KafkaNotice(kind, text));
            }
        }
    }

    private void WriteLine(string line) => WriteUnlessTold(
        line.StartsWith(KafkaLog.ErrorPrefix, StringComparison.Ordinal)
            ? KafkaNoticeKind.ClientError
            : KafkaNoticeKind.ClientLog,
        line);

    private bool IsNew(string text)
    {
        var now = clock.GetTimestamp();
        var kind = WithoutNumbers(text);
        if (_told.TryGetValue(kind, out var told) && clock.GetElapsedTime(told, now) < Again)
        {
            return false;
        }

        if (_told.Count >= MostRemembered)
        {
            _told.Clear();
        }

        _told[kind] = now;
        return true;
    }

    private static string WithoutNumbers(string text) => text.AsSpan().ContainsAny(Digits)
        ? string.Concat(text.Where(letter => !char.IsAsciiDigit(letter)))
        : text;
}
