using System.Reactive.Concurrency;

namespace RxRecs.Tests.Machines;

/// <summary>A scheduler whose clock can be set while its stopwatches run on, as those of a computer do.</summary>
internal sealed class SteadyClock(IScheduler inner) : ChangedClock(inner), IStopwatchProvider, IServiceProvider
{
    private readonly IScheduler _inner = inner;

    public IStopwatch StartStopwatch() => _inner.StartStopwatch();

    public object? GetService(Type serviceType) => serviceType == typeof(IStopwatchProvider) ? this : null;
}
