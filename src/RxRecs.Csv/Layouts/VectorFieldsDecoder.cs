using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Vectors as fields: the item, then its numbers.</summary>
/// <param name="mayEndBlank">True if a separator may follow the last number.</param>
internal sealed class VectorFieldsDecoder(bool mayEndBlank) : RowDecoder<VectorRow>
{
    private readonly TextPool _ids = new(12, "", isForNames: true);
    private readonly VectorNumbers _numbers = new();

    public override string? Decode(CsvReader record, long line, out VectorRow value)
    {
        value = default;
        var text = record.GetSpan(0);
        if (IdField.Required(text, _ids, out var item) is { } problem)
        {
            return FieldProblem.Describe("item", text, problem);
        }

        _numbers.Clear();
        for (var i = 1; i < CountFields(record, mayEndBlank); i++)
        {
            if (_numbers.Add(record.GetSpan(i)) is { } wrong)
            {
                return wrong;
            }
        }

        value = new(item, _numbers.Read);
        return null;
    }

    /// <summary>Counts the fields of a record, without an empty one at its end.</summary>
    public static int CountFields(CsvReader record, bool mayEndBlank)
    {
        var count = record.FieldCount;
        return mayEndBlank && count > 1 && record.GetSpan(count - 1).IsEmpty ? count - 1 : count;
    }
}
