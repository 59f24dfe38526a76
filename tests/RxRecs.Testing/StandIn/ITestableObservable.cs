using System.Reactive;

namespace Microsoft.Reactive.Testing;

/// <summary>An observable with a script of messages that records its subscriptions.</summary>
/// <typeparam name="T">The values' type.</typeparam>
public interface ITestableObservable<T> : IObservable<T>
{
    /// <summary>All subscriptions, past and present, in order.</summary>
    IList<Subscription> Subscriptions { get; }

    /// <summary>The script: absolute times where hot, relative to each subscription where cold.</summary>
    IList<Recorded<Notification<T>>> Messages { get; }
}
