using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Follows whether a broker answers, as far as the client library says it, and tells a person.</summary>
internal sealed class BrokerWatch(KafkaSettings settings, KafkaErrors errors, NoticeBoard notices)
{
    private volatile bool _isAwaited;

    /// <summary>Tells whether all brokers are away, and one is waited for.</summary>
    public bool IsAwaited => _isAwaited;

    /// <summary>An error that the library gets over by itself.</summary>
    public void Note(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            if (!_isAwaited)
            {
                notices.Write(
                    KafkaNoticeKind.Broker,
                    $"No broker answers at {errors.Scrub(settings.BootstrapServers)}: waiting for one.");
            }

            _isAwaited = true;
        }
        else if (error.Code != ErrorCode.Local_Transport)
        {
            // Of each connection that breaks, the log has a line already.
            notices.WriteUnlessTold(KafkaNoticeKind.ClientError, errors.Describe(error));
        }
    }

    /// <summary>A broker has answered.</summary>
    public void NoteAnswer()
    {
        if (_isAwaited)
        {
            notices.Write(KafkaNoticeKind.Broker, "A broker answers again.");
            _isAwaited = false;
        }
    }
}
