using System.Reactive;

namespace Microsoft.Reactive.Testing;

/// <summary>An observer that records what it is told, and when.</summary>
/// <typeparam name="T">The values' type.</typeparam>
public interface ITestableObserver<T> : IObserver<T>
{
    /// <summary>What it was told, in order.</summary>
    IList<Recorded<Notification<T>>> Messages { get; }
}
