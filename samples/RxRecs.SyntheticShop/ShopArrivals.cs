namespace RxRecs.SyntheticShop;

/// <summary>
/// The rows of all visits in the order in which a log would receive them: a few seconds out of order, and some hours
/// late. Holds only the rows of visits that are under way.
/// </summary>
public sealed class ShopArrivals(ShopSettings settings, ShopVisits visits, Dice dice)
{
    /// <summary>The longest that an ordinary row is under way, in seconds.</summary>
    public const int UsualDelay = 20;

    /// <summary>The least that a late row is held back, in seconds.</summary>
    public const int LeastLate = 2 * 3600;

    private const int MostLate = 20 * 3600;
    private readonly PriorityQueue<ShopRow, (long Arrival, long Number)> _underWay = new();
    private readonly long _end = settings.Days * 86_400L;
    private long _made;

    /// <summary>Every row once; without end, the caller stops.</summary>
    public IEnumerable<ShopRow> Rows()
    {
        while (true)
        {
            var progress = Math.Min(1, (double)_made / settings.Rows);
            var start = ShopDay.Clock(progress, settings.Days);
            while (_underWay.TryPeek(out var row, out var due) && (due.Arrival <= start || _made >= settings.Rows))
            {
                _underWay.Dequeue();
                yield return row;
            }

            Enqueue(visits.Visit(start, progress));
        }
    }

    private void Enqueue(List<ShopRow> rows)
    {
        foreach (var row in rows)
        {
            var happened = row with { Seconds = Math.Min(row.Seconds, _end - 1) };
            _underWay.Enqueue(happened, (happened.Seconds + Delay(happened), _made++));
        }
    }

    private long Delay(ShopRow row)
    {
        var late = dice.Happens(settings.Late) ? dice.Next(LeastLate, MostLate) : 0;
        return row.Seconds + late < _end && late > 0 ? late : dice.Next(0, UsualDelay + 1);
    }
}
