namespace RxRecs.Kafka;

/// <summary>
/// Notices a client that is cut off: its own questions stay without an answer, while new connections are answered.
/// That may last for ever (a client that waits long before it connects again, or that a hanging broker has left in a
/// state of its own), and another client in its place helps. A broker that has just come back is given time, so that
/// the client finds it by itself: it has to answer others three times, an interval apart.
/// </summary>
/// <param name="interval">The time between two looks.</param>
/// <param name="clock">The clock that measures the interval.</param>
internal sealed class ClientWatch(TimeSpan interval, TimeProvider clock)
{
    private const int Looks = 3;
    private int _answered;
    private long _answeredSince;
    private long _lastLook;

    /// <summary>Questions what the topics are.</summary>
    public ClientSilence Topics { get; } = new(clock);

    /// <summary>Questions where partitions end.</summary>
    public ClientSilence Ends { get; } = new(clock);

    /// <summary>Questions to the group's coordinator, which a member without partitions asks.</summary>
    public ClientSilence Coordinator { get; } = new(clock);

    /// <summary>Tells whether it is the coordinator alone that does not answer.</summary>
    public bool IsOfCoordinatorAlone => !Topics.Lasts(interval) && !Ends.Lasts(interval);

    /// <summary>Tells whether it is time to ask over new connections.</summary>
    public bool IsDue
    {
        get
        {
            if (Topics.Lasts(interval) || Ends.Lasts(interval) || Coordinator.Lasts(interval))
            {
                return clock.GetElapsedTime(_lastLook) >= interval;
            }

            _answered = 0;
            return false;
        }
    }

    /// <summary>Takes whether a broker has answered over a new connection; true if the client is cut off.</summary>
    /// <param name="isAnswered">True if it has been answered.</param>
    /// <param name="patience">The time for which brokers must have answered others, beside the number of looks.</param>
    public bool IsCutOff(bool isAnswered, TimeSpan patience)
    {
        _lastLook = clock.GetTimestamp();
        if (_answered == 0)
        {
            _answeredSince = _lastLook;
        }

        _answered = isAnswered ? _answered + 1 : 0;
        return _answered >= Looks && clock.GetElapsedTime(_answeredSince, _lastLook) >= patience;
    }

    /// <summary>Another client has taken the place of the one that was cut off.</summary>
    public void Reset()
    {
        _answered = 0;
        Topics.NoteAnswer();
        Ends.NoteAnswer();
        Coordinator.NoteAnswer();
    }
}
