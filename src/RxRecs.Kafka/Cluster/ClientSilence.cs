using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Measures how long the client's questions of one kind have come back without an answer.</summary>
internal sealed class ClientSilence(TimeProvider clock)
{
    private long? _since;
    private long _last;

    /// <summary>A broker has answered.</summary>
    public void NoteAnswer() => _since = null;

    /// <summary>Nobody has answered, if that is what the error says.</summary>
    public void Note(KafkaException exception)
    {
        if (KafkaErrors.IsSilence(exception))
        {
            _last = clock.GetTimestamp();
            _since ??= _last;
        }
        else
        {
            NoteAnswer();
        }
    }

    /// <summary>Tells whether no question has been answered for so long, the last of them lately.</summary>
    public bool Lasts(TimeSpan limit) =>
        _since is { } since && clock.GetElapsedTime(since) >= limit && clock.GetElapsedTime(_last) < 2 * limit;
}
