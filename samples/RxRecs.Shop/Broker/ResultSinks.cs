using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Writes what a run has found to topics, over one connection. A topic that is not named gets nothing. After Ctrl-C
/// what was found is still written, and a broker that does not answer is waited for no longer than closing may take.
/// </summary>
internal sealed class ResultSinks : IDisposable
{
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(5);
    private readonly BrokerSession _broker;
    private readonly KafkaWriter _writer;
    private readonly CancellationToken _stop;

    public ResultSinks(
        BrokerSession broker, string? trends, string? recommendations, string? deadLetters, CancellationToken stop)
    {
        (_broker, _stop) = (broker, stop);
        _writer = new KafkaWriter(broker.Settings, KafkaNotice.Silence, isGapless: true);
        Trends = trends is null ? null : new KafkaSink<FoundTrend>(_writer, new KafkaSinkOptions<FoundTrend>
        {
            Topic = trends,
            Write = ResultJson.Write,
            KeySelector = static trend => KafkaKey.Of(trend.Change.Item),
            CancellationToken = stop,
            CloseTimeout = Closing,
        });
        Recommendations = recommendations is null ? null : new KafkaSink<NumberedList>(
            _writer,
            new KafkaSinkOptions<NumberedList>
            {
                Topic = recommendations,
                Write = static (next, output) => ResultJson.Write(next.Made, output),
                KeySelector = static next => KafkaKey.Of(next.Made.List.User),
                SequenceSelector = static next => next.Sequence,
                CancellationToken = stop,
                CloseTimeout = Closing,
            });
        DeadLetters = deadLetters is null ? null : new KafkaSink<DeadLetter>(_writer, new KafkaSinkOptions<DeadLetter>
        {
            Topic = deadLetters,
            Write = DeadLetterJson.CreateWriter(),
            CancellationToken = stop,
            CloseTimeout = Closing,
        });
    }

    /// <summary>A list, and its number among the results of its partition where it has one.</summary>
    internal readonly record struct NumberedList(TimedList Made, OutputSequence? Sequence = null);

    public KafkaSink<FoundTrend>? Trends { get; }

    public KafkaSink<NumberedList>? Recommendations { get; }

    public KafkaSink<DeadLetter>? DeadLetters { get; }

    /// <summary>
    /// Looks whether the topics may be written to. Done at the start, for what is found may be written after Ctrl-C
    /// only, when nothing waits for a broker's answer any more.
    /// </summary>
    /// <exception cref="KafkaFailureException">One may not, or is not there.</exception>
    public void Connect()
    {
        // The broker of this process answers at once.
        var stop = _broker.IsEmbedded ? CancellationToken.None : _stop;
        Trends?.Connect(stop);
        Recommendations?.Connect(stop);
        DeadLetters?.Connect(stop);
    }

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
