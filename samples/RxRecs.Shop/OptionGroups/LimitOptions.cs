using System.CommandLine;
using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>Tells how large a record of a topic may be, and how far ahead its time.</summary>
internal sealed class LimitOptions
{
    private static readonly RecordLimitOptions Usual = new();

    private readonly Option<int> _value = ShopOption.Count(
        "--max-value-size", Usual.MaxValueSize, "Bytes of a record's value; a larger one is a dead letter.",
        most: 1 << 28);
    private readonly Option<int> _key = ShopOption.Count(
        "--max-key-size", Usual.MaxKeySize, "Bytes of a record's key.", most: 1 << 28);
    private readonly Option<int> _headers = ShopOption.Count(
        "--max-headers", Usual.MaxHeaders, "Headers of a record.");
    private readonly Option<int> _header = ShopOption.Count(
        "--max-header-size", Usual.MaxHeaderSize, "Bytes of a header, name and value.", most: 1 << 28);
    private readonly Option<Duration> _skew = ShopOption.Length(
        "--max-future-skew",
        ShopInput.PlausibleTimes.MaxAhead!.Value,
        "How far ahead of the clock the time of a record may be.");

    public Option[] All => [_value, _key, _headers, _header, _skew];

    public RecordLimitOptions Create(ShopRun run) => new()
    {
        MaxValueSize = run.Get(_value),
        MaxKeySize = run.Get(_key),
        MaxHeaders = run.Get(_headers),
        MaxHeaderSize = run.Get(_header),
        MaxFutureSkew = run.Get(_skew).Span,
    };
}
