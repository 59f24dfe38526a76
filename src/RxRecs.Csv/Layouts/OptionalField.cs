using CsvHelper;

namespace RxRecs.Csv.Layouts;

/// <summary>
/// Fields that may be empty, or whose column (index -1) may be missing. Each notes what is wrong with it, unless
/// something was wrong before.
/// </summary>
internal static class OptionalField
{
    public static Id Id(CsvReader record, int column, string name, TextPool pool, ref string? problem)
    {
        if (column < 0)
        {
            return RxRecs.Id.None;
        }

        var text = record.GetSpan(column);
        if (text.IsEmpty)
        {
            return RxRecs.Id.None;
        }

        if (IdField.Optional(text, pool, out var id) is { } wrong)
        {
            problem ??= FieldProblem.Describe(name, text, wrong);
        }

        return id;
    }

    public static long Price(CsvReader record, int column, string name, ref string? problem)
    {
        if (column < 0)
        {
            return Interaction.NoPrice;
        }

        var text = record.GetSpan(column);
        if (PriceText.Parse(text, out var units) is { } wrong)
        {
            problem ??= FieldProblem.Describe(name, text, wrong);
        }

        return units;
    }

    public static string? Text(CsvReader record, int column, string name, TextPool pool, ref string? problem)
    {
        if (column < 0)
        {
            return null;
        }

        var text = record.GetSpan(column);
        if (!pool.TryGet(text, out var value))
        {
            problem ??= FieldProblem.Text(name, text);
        }

        return value;
    }
}
