using System.Runtime.InteropServices;
using R3;

namespace RxRecs.Benchmarks;

/// <summary>The operators written by hand over R3: a subject, one step that keeps the state, an observer.</summary>
internal static class R3Rows
{
    public static long LastDistinct(ZipfEvent[] events, int users, int count)
    {
        var slab = new UserSlab(users, count);
        return Run(events, source => source.Select(one => slab.Add(one.User, one.Item)));
    }

    public static long Carts(ZipfEvent[] events)
    {
        var carts = new Dictionary<long, List<long>>();
        return Run(events, source => source.Select(one =>
        {
            ref var cart = ref CollectionsMarshal.GetValueRefOrAddDefault(carts, one.User, out _);
            return CartMinusPurchaseBenchmarks.Apply(cart ??= [], one);
        }));
    }

    public static long DayCounts(Sale[] sales, TimeSpan lateness)
    {
        using var source = new Subject<Sale>();
        var counts = 0L;
        var days = new OpenDays(lateness.Ticks, day => counts += day.Count);
        using var subscription = source.Subscribe(days, static (sale, days) => days.Count(sale));
        foreach (var sale in sales)
        {
            source.OnNext(sale);
        }

        days.Complete();
        return counts;
    }

    private static long Run(ZipfEvent[] events, Func<Observable<ZipfEvent>, Observable<int>> build)
    {
        using var source = new Subject<ZipfEvent>();
        var sum = 0L;
        using var subscription = build(source).Subscribe(length => sum += length);
        foreach (var one in events)
        {
            source.OnNext(one);
        }

        return sum;
    }

    /// <summary>
    /// Days that are counted until the newest time less the lateness has passed their end; what comes for a day that
    /// has closed is counted as late.
    /// </summary>
    private sealed class OpenDays(long lateness, Action<Dictionary<long, long>> emit)
    {
        private readonly SortedDictionary<long, Dictionary<long, long>> _open = [];
        private Dictionary<long, long> _day = [];
        private long _dayStart = long.MaxValue;
        private long _newest;
        private long _closedUntil;

        public long Late { get; private set; }

        public void Count(Sale sale)
        {
            if ((ulong)(sale.Ticks - _dayStart) >= TimeSpan.TicksPerDay && !TryTurnTo(sale.Ticks))
            {
                Late++;
                return;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_day, sale.Item, out _)++;
            if (sale.Ticks > _newest)
            {
                _newest = sale.Ticks;
                if (_newest - lateness >= _closedUntil + TimeSpan.TicksPerDay)
                {
                    CloseUntil(_newest - lateness);
                }
            }
        }

        public void Complete() => CloseUntil(long.MaxValue);

        private bool TryTurnTo(long ticks)
        {
            if (ticks < _closedUntil)
            {
                return false;
            }

            _dayStart = ticks - (ticks % TimeSpan.TicksPerDay);
            if (!_open.TryGetValue(_dayStart, out var day))
            {
                _open.Add(_dayStart, day = []);
            }

            _day = day;
            return true;
        }

        private void CloseUntil(long watermark)
        {
            _closedUntil = watermark - (watermark % TimeSpan.TicksPerDay);
            while (_open.Count > 0 && _open.First() is var (start, day) && start < _closedUntil)
            {
                emit(day);
                _open.Remove(start);
                _dayStart = start == _dayStart ? long.MaxValue : _dayStart;
            }
        }
    }
}
