namespace RxRecs.Shop.Output;

/// <summary>A row of figures as a row of bars, the highest as high as a line.</summary>
internal static class Spark
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    public static string Of(IReadOnlyCollection<double> values)
    {
        var highest = Math.Max(values.DefaultIfEmpty().Max(), double.Epsilon);
        return string.Concat(
            values.Select(value => Bars[(int)Math.Round(Math.Max(0, value) / highest * (Bars.Length - 1))]));
    }
}
