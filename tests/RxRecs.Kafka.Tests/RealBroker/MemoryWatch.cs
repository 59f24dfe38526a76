using System.Globalization;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Looks ten times a second how much memory there is in use, and remembers the most.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const double MiB = 1024 * 1024;
    private readonly Timer _timer;
    private long _heap;
    private long _whole;

    public MemoryWatch()
    {
        GC.Collect();
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>The most that the process has held, in bytes.</summary>
    public long Most => _whole;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"at most {_heap / MiB:0} MiB managed, {_whole / MiB:0} MiB in all");

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        _heap = Math.Max(_heap, GC.GetTotalMemory(forceFullCollection: false));
        _whole = Math.Max(_whole, Environment.WorkingSet);
    }
}
