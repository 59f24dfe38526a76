using System.Globalization;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>One session per line: a row for each item, one second apart over the whole file.</summary>
internal sealed class SessionLineDecoder(ShopFileOptions options) : RowDecoder<Interaction>
{
    private const int MaxKeptSize = 64;
    private readonly long _start = options.SequenceStart.UtcTicks;
    private readonly TextPool _texts = new(12, "", isForNames: true);
    private string? _session;
    private int _fields;
    private int _next;
    private long _items;

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        if (!HasMore)
        {
            (_fields, _next) = (record.FieldCount, 0);
            _session = string.Create(
                CultureInfo.InvariantCulture, stackalloc char[MaxKeptSize], $"{options.SessionPrefix}{line}");
            SkipBlanks(record);
        }

        value = default;
        if (!HasMore)
        {
            return "a line of blanks";
        }

        var text = record.GetSpan(_next++);
        SkipBlanks(record);
        if (IdField.Required(text, _texts, out var item) is { } problem)
        {
            return FieldProblem.Describe("item", text, problem);
        }

        if (_start > DateTime.MaxValue.Ticks - (_items * TimeSpan.TicksPerSecond))
        {
            return $"item {item} lies behind the year 9999: SequenceStart is too late";
        }

        var ticks = _start + (_items++ * TimeSpan.TicksPerSecond);
        value = new Interaction(ticks, InteractionKind.View, Id.None, item) { Session = _session };
        return null;
    }

    private void SkipBlanks(CsvReader record)
    {
        while (_next < _fields && record.GetSpan(_next).IsEmpty)
        {
            _next++;
        }

        HasMore = _next < _fields;
    }
}
