using RxRecs.Kafka;
using RxRecs.Quality;
using RxRecs.Ranking;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Writes what a run has found to topics, over one connection. A topic that is not named gets nothing.
/// </summary>
internal sealed class ResultSinks : IDisposable
{
    private readonly KafkaWriter _writer;

    public ResultSinks(KafkaSettings settings, string? trends, string? recommendations, string? deadLetters)
    {
        _writer = new KafkaWriter(settings, isGapless: true);
        Trends = trends is null ? null : new KafkaSink<FoundTrend>(_writer, new KafkaSinkOptions<FoundTrend>
        {
            Topic = trends,
            Write = ResultJson.Write,
            KeySelector = static trend => KafkaKey.Of(trend.Change.Item),
        });
        Recommendations = recommendations is null ? null : new KafkaSink<NumberedList>(
            _writer,
            new KafkaSinkOptions<NumberedList>
            {
                Topic = recommendations,
                Write = static (next, output) => ResultJson.Write(next.List, output),
                KeySelector = static next => KafkaKey.Of(next.List.User),
                SequenceSelector = static next => next.Sequence,
            });
        DeadLetters = deadLetters is null ? null : new KafkaSink<DeadLetter>(_writer, new KafkaSinkOptions<DeadLetter>
        {
            Topic = deadLetters,
            Write = DeadLetterJson.CreateWriter(),
        });
    }

    /// <summary>A list, and its number among the results of its partition where it has one.</summary>
    internal readonly record struct NumberedList(RecommendationList<long, long> List, OutputSequence? Sequence = null);

    public KafkaSink<FoundTrend>? Trends { get; }

    public KafkaSink<NumberedList>? Recommendations { get; }

    public KafkaSink<DeadLetter>? DeadLetters { get; }

    /// <summary>Waits until the broker has confirmed everything so far.</summary>
    /// <exception cref="KafkaFailureException">It has not.</exception>
    public void Flush(CancellationToken cancellationToken = default)
    {
        Trends?.Flush(cancellationToken);
        Recommendations?.Flush(cancellationToken);
        DeadLetters?.Flush(cancellationToken);
    }

    /// <summary>Waits for the broker as <see cref="Flush"/> does, but not for one that is gone; nothing comes
    /// after.</summary>
    /// <exception cref="KafkaFailureException">It has not confirmed everything.</exception>
    public void Complete()
    {
        Trends?.OnCompleted();
        Recommendations?.OnCompleted();
        DeadLetters?.OnCompleted();
    }

    public void Dispose()
    {
        Trends?.Dispose();
        Recommendations?.Dispose();
        DeadLetters?.Dispose();
        _writer.Dispose();
    }
}
