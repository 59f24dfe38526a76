using System.Buffers;

namespace RxRecs.SyntheticShop;

/// <summary>
/// Makes the log of a shop that never was, row by row: the same settings give the same bytes. Memory does not grow with
/// the number of rows.
/// </summary>
public sealed class ShopGenerator : IDisposable
{
    private const int LateAfter = 3600;

    private readonly ShopSettings _settings;
    private readonly ShopRowFormat _format;
    private readonly Dice _dice;
    private readonly IEnumerator<ShopRow> _arrivals;
    private long _newest;
    private ShopRow? _again;

    public ShopGenerator(ShopSettings settings)
    {
        _settings = settings;
        var catalog = new Catalog(settings);
        Fashions = new Fashions(catalog);
        _format = new ShopRowFormat(settings, catalog);
        _dice = new Dice(Dice.Mix((ulong)settings.Seed, 2));
        _arrivals = new ShopArrivals(
            settings, new ShopVisits(settings, catalog, Fashions, _dice), _dice).Rows().GetEnumerator();
    }

    /// <summary>The items that rise and fall on purpose.</summary>
    public Fashions Fashions { get; }

    /// <summary>The counts of what has been written so far.</summary>
    public ShopTally Tally { get; private set; }

    /// <summary>Writes the column names.</summary>
    public static void WriteHeader(IBufferWriter<byte> output) => output.Write(ShopRowFormat.Header);

    /// <summary>Writes the next row; false when all are written.</summary>
    public bool WriteNext(IBufferWriter<byte> output)
    {
        if (Tally.Rows == _settings.Rows)
        {
            return false;
        }

        if (_again is { } twin)
        {
            _again = null;
            _format.Write(twin, output);
            Tally = Tally with
            {
                Rows = Tally.Rows + 1,
                Duplicates = Tally.Duplicates + 1,
                Late = Tally.Late + LateOf(twin),
            };
            return true;
        }

        _arrivals.MoveNext();
        WriteNew(_arrivals.Current, output);
        return true;
    }

    public void Dispose() => _arrivals.Dispose();

    private void WriteNew(ShopRow row, IBufferWriter<byte> output)
    {
        if (_dice.Happens(_settings.Broken))
        {
            _format.WriteBroken(row, Tally.Broken, output);
            Tally = Tally with { Rows = Tally.Rows + 1, Broken = Tally.Broken + 1 };
            return;
        }

        _format.Write(row, output);
        Tally = Tally with { Rows = Tally.Rows + 1, Late = Tally.Late + LateOf(row) };
        _newest = Math.Max(_newest, row.Seconds);
        _again = _dice.Happens(_settings.Duplicates) ? row : null;
    }

    private int LateOf(ShopRow row) => row.Seconds < _newest - LateAfter ? 1 : 0;
}
