namespace RxRecs;

/// <summary>The machine of <c>Sanitize</c> behind the shell, in its two forms.</summary>
internal sealed class SanitizeObservable<TEvent>(IObservable<SanitizeResult<TEvent>> all) : ISanitizeObservable<TEvent>
{
    public IDisposable Subscribe(IObserver<TEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return all.Subscribe(new SanitizeObserver<TEvent>(observer, null));
    }

    public IObservable<SanitizeResult<TEvent>> WithRejected() => new Everything(all);

    private sealed class Everything(IObservable<SanitizeResult<TEvent>> all) : IObservable<SanitizeResult<TEvent>>
    {
        public IDisposable Subscribe(IObserver<SanitizeResult<TEvent>> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            return all.Subscribe(new SanitizeObserver<TEvent>(null, observer));
        }
    }
}
