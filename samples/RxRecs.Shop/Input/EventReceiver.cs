namespace RxRecs.Shop.Input;

/// <summary>Does something with an event, which is not copied for it.</summary>
internal delegate void EventAction(in Interaction next);

/// <summary>Tells something of an event, which is not copied for it.</summary>
internal delegate bool EventPredicate(in Interaction next);

/// <summary>Gives the events of an input to an action, which must not throw, and waits for the end of the
/// input.</summary>
/// <param name="action">The action.</param>
internal sealed class EventReceiver(EventAction action) : IObserver<Interaction>
{
    private readonly TaskCompletionSource _end = new();

    public void OnNext(Interaction value) => action(value);

    public void OnError(Exception error) => _end.TrySetException(error);

    public void OnCompleted() => _end.TrySetResult();

    /// <summary>Returns at the end of the input, and throws what the input has failed with.</summary>
    public void Wait() => _end.Task.GetAwaiter().GetResult();
}
