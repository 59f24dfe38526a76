using System.Runtime.ExceptionServices;

namespace RxRecs;

/// <summary>
/// Brings the values of a composition's streams to its own thread of work: at once where they come within an event, and
/// before the next event or request where they come from elsewhere. What waits is kept by the streams' parts, under
/// their bounds.
/// </summary>
internal sealed class StreamInbox
{
    private readonly List<StreamPart> _parts = [];
    private volatile bool _isAnyWaiting;
    private volatile Exception? _error;
    private volatile int _worker;

    /// <summary>Makes a part one whose waiting values are taken.</summary>
    public void Add(StreamPart part) => _parts.Add(part);

    /// <summary>Begins work on this thread, whose values are taken at once until <see cref="Leave"/>.</summary>
    public void Enter()
    {
        _worker = Environment.CurrentManagedThreadId;
        if (_isAnyWaiting)
        {
            TakeWaiting();
        }
    }

    /// <summary>Ends the work.</summary>
    public void Leave() => _worker = 0;

    /// <summary>Throws what a stream has failed with.</summary>
    public void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    public void Take<TValue>(StreamPart<TValue> part, TValue value)
    {
        if (_worker == Environment.CurrentManagedThreadId)
        {
            part.Put(value);
            return;
        }

        try
        {
            part.Wait(value);
            _isAnyWaiting = true;
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    public void Fail(Exception error) => _error ??= error;

    private void TakeWaiting()
    {
        _isAnyWaiting = false;
        foreach (var part in _parts)
        {
            part.TakeWaiting();
        }
    }
}
