using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// One subscription: counts on the meter what is set aside, and passes on either the events that pass or everything.
/// </summary>
internal sealed class SanitizeObserver<TEvent>(
    IObserver<TEvent>? passed, IObserver<SanitizeResult<TEvent>>? all) : IObserver<SanitizeResult<TEvent>>
{
    public void OnNext(SanitizeResult<TEvent> value)
    {
        if (value.IsRejected)
        {
            SetAsideEvents.Add(nameof(RecsObservable.Sanitize), NameOf(value.Rejected.Reason));
        }

        if (all is not null)
        {
            all.OnNext(value);
        }
        else if (value.IsPassed)
        {
            passed?.OnNext(value.Event);
        }
    }

    public void OnError(Exception error)
    {
        passed?.OnError(error);
        all?.OnError(error);
    }

    public void OnCompleted()
    {
        passed?.OnCompleted();
        all?.OnCompleted();
    }

    private static string NameOf(RejectionReason reason) => reason switch
    {
        RejectionReason.InvalidNumber => "invalid_number",
        RejectionReason.NumberTooSmall => "number_too_small",
        RejectionReason.NumberTooLarge => "number_too_large",
        RejectionReason.TooEarly => "too_early",
        RejectionReason.TooFarAhead => "too_far_ahead",
        _ => "duplicate",
    };
}
