using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>
/// Reports the state of a pipeline of this host. <c>AddRxRecs</c> adds it to the container as a service without a key,
/// <c>AddKeyedRxRecs</c> under the pipeline's name. Any thread may ask.
/// </summary>
public sealed class RxRecsPipeline
{
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private PipelineState _state;
    private KafkaProgress? _progress;
    private Exception? _failure;
    private long _lastTurn;
    private bool _isLooping;

    internal RxRecsPipeline(string name, TimeProvider clock) => (Name, _clock) = (name, clock);

    /// <summary>Gets the pipeline's name.</summary>
    public string Name { get; }

    /// <summary>Gets the state of the pipeline's run.</summary>
    public PipelineState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>
    /// Gets the progress of a Kafka source, at most about a second old; null before its first report, and for other
    /// sources.
    /// </summary>
    public KafkaProgress? Progress
    {
        get
        {
            lock (_gate)
            {
                return _progress;
            }
        }
    }

    /// <summary>Gets the exception that the pipeline failed with, or null.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>The loop has turned, and tells how far it is.</summary>
    internal void Report(KafkaProgress value)
    {
        lock (_gate)
        {
            (_progress, _lastTurn) = (value, _clock.GetTimestamp());
            if (value.IsCaughtUp && _state == PipelineState.CatchingUp)
            {
                _state = PipelineState.Ready;
            }
        }
    }

    /// <summary>Tells how long ago the loop has turned, or begun; null where there is none, or none any more.</summary>
    internal TimeSpan? SinceLastTurn
    {
        get
        {
            lock (_gate)
            {
                return _isLooping ? _clock.GetElapsedTime(_lastTurn) : null;
            }
        }
    }

    /// <summary>The host starts it.</summary>
    /// <param name="isLooping">True if the pipeline's source is a loop that tells when it turns.</param>
    internal void Start(bool isLooping)
    {
        lock (_gate)
        {
            (_state, _failure, _progress) = (PipelineState.CatchingUp, null, null);
            (_isLooping, _lastTurn) = (isLooping, _clock.GetTimestamp());
        }
    }

    /// <summary>A source that is no loop has been subscribed to; nothing tells what was there before.</summary>
    internal void Subscribed()
    {
        lock (_gate)
        {
            _state = !_isLooping && _state == PipelineState.CatchingUp ? PipelineState.Ready : _state;
        }
    }

    internal void End(Exception? failure)
    {
        lock (_gate)
        {
            (_state, _failure) = (failure is null ? PipelineState.Completed : PipelineState.Failed, failure);
            _isLooping = false;
        }
    }
}
