using RxRecs.Kafka;

namespace RxRecs.Live.Events;

/// <summary>Writes what Kafka's client tells a person to the server's log.</summary>
internal sealed class NoticeLog(ILogger logger) : IObserver<KafkaNotice>
{
    public void OnNext(KafkaNotice value)
    {
        if (value.Kind != KafkaNoticeKind.ClientLog)
        {
            Log.Notice(logger, value.Text);
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
