using CsvHelper;

namespace RxRecs.Csv;

/// <summary>
/// One session per line, as a whole: a bad item makes its session a dead letter, since a sequence with a hole is
/// another one.
/// </summary>
internal sealed class SessionSequenceDecoder : RowDecoder<ShopSession>
{
    private readonly List<Id> _items = [];
    private readonly TextPool _texts = new(12, "", isForNames: true);

    public override string? Decode(CsvReader record, long line, out ShopSession value)
    {
        value = default;
        _items.Clear();
        for (var i = 0; i < record.FieldCount; i++)
        {
            var text = record.GetSpan(i);
            if (text.IsEmpty)
            {
                continue;
            }

            if (IdField.Required(text, _texts, out var item) is { } problem)
            {
                return FieldProblem.Describe("item", text, problem);
            }

            _items.Add(item);
        }

        if (_items.Count == 0)
        {
            return "a line of blanks";
        }

        value = new ShopSession(line, _items.ToArray());
        return null;
    }
}
