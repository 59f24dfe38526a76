using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Keeps beside a table of neighbors what each of its cells got in each bucket of a sliding window, and how often the
/// cell was raised. Cells keep their order whenever some leave, so that it is a matter of the events alone.
/// </summary>
/// <remarks>
/// What a cell may lack goes with the window, too: a cell's error is of what came before the cell, and the floor of
/// what was evicted, each of which has left the window one length of it later.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="clock">The window; null where sums never leave.</param>
internal sealed class CoItemBuckets(CoItemTable<double> table, BucketClock? clock)
{
    private readonly BucketSums? _parts = clock is null ? null : new(clock);
    private readonly double[] _floors = new double[clock?.Buckets ?? 0];
    private long[] _births = [];
    private int[] _raises = [];

    /// <summary>Tells how often a cell was raised since it is there.</summary>
    public int RaisesAt(int place) => _raises[place];

    public void Add(long key, double weight, int capacity, long ticks)
    {
        var place = table.PlaceOf(key, capacity, out var isNew, out var evicted);
        if (isNew)
        {
            Begin(place);
            RaiseFloor(evicted);
        }

        table.AddAt(place, 0, weight, ticks);
        _parts?.Add(place, weight);
        _raises[place] = (int)Math.Min(int.MaxValue, _raises[place] + 1L);
    }

    /// <summary>Takes out what has left the window since a bucket was the newest.</summary>
    public void Age(long since)
    {
        for (var place = 0; place < table.Count; place++)
        {
            var sum = _parts!.Expire(place, since);
            var error = clock!.Holds(_births[place]) ? table.ErrorAt(place) : 0;
            table.Put(place, sum + error, error);
        }

        for (var bucket = Math.Max(since, clock!.Newest - clock.Buckets) + 1; bucket <= clock.Newest; bucket++)
        {
            _floors[clock.ColumnOf(bucket)] = 0;
        }

        table.Floor = _floors.Max();
        Compact();
    }

    /// <summary>Multiplies all by a factor; what becomes nothing goes.</summary>
    public void Scale(double factor)
    {
        table.Floor *= factor;
        for (var place = 0; place < table.Count; place++)
        {
            table.Put(place, (table.LowerAt(place) + table.ErrorAt(place)) * factor, table.ErrorAt(place) * factor);
        }

        Compact();
    }

    /// <summary>Takes a cell out.</summary>
    public void RemoveAt(int place)
    {
        table.Put(place, 0, 0);
        Compact();
    }

    public void Clear() => Array.Clear(_floors);

    public void Snapshot(SnapshotWriter writer)
    {
        Array.ForEach(_floors, writer.WriteDouble);
        for (var place = 0; place < table.Count; place++)
        {
            writer.WriteInt64(_births[place]);
            writer.WriteCount(_raises[place]);
            _parts?.Snapshot(writer, place);
        }
    }

    /// <summary>Reads what is beside the cells of the table, which has been restored.</summary>
    public void Restore(SnapshotReader reader, Func<double> readNumber)
    {
        foreach (ref var floor in _floors.AsSpan())
        {
            floor = readNumber();
        }

        for (var place = 0; place < table.Count; place++)
        {
            Begin(place);
            (_births[place], _raises[place]) = (reader.ReadInt64(), reader.ReadSize());
            _parts?.Restore(readNumber, place, table.LowerAt(place));
        }
    }

    private void Begin(int place)
    {
        if (place >= _births.Length)
        {
            var size = Math.Max(4, place * 2);
            Array.Resize(ref _births, size);
            Array.Resize(ref _raises, size);
            _parts?.Reserve(size);
        }

        _births[place] = clock?.Newest ?? 0;
        _raises[place] = 0;
        _parts?.Clear(place);
    }

    private void RaiseFloor(double evicted)
    {
        if (clock is not null)
        {
            ref var floor = ref _floors[clock.ColumnOf(clock.Newest)];
            floor = Math.Max(floor, evicted);
        }
    }

    private void Compact()
    {
        var kept = 0;
        for (var place = 0; place < table.Count; place++)
        {
            if (table.LowerAt(place) + table.ErrorAt(place) > 0)
            {
                Move(place, kept++);
            }
        }

        table.Truncate(kept);
    }

    private void Move(int place, int to)
    {
        if (place != to)
        {
            table.Move(place, to);
            (_births[to], _raises[to]) = (_births[place], _raises[place]);
            _parts?.Move(place, to);
        }
    }
}
