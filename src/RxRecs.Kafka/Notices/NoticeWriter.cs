namespace RxRecs.Kafka;

/// <summary>Writes notices as lines, each to where its kind belongs.</summary>
/// <param name="find">A function that finds the writer of a notice, or null for none.</param>
internal sealed class NoticeWriter(Func<KafkaNotice, TextWriter?> find) : IObserver<KafkaNotice>
{
    public void OnNext(KafkaNotice value)
    {
        if (find(value) is { } writer)
        {
            NoticeLine.Write(writer, $"RxRecs.Kafka: {value.Text}");
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
