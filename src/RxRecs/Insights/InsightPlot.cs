using System.Globalization;
using System.Text;

namespace RxRecs.Analytics;

/// <summary>
/// Draws lines as SVG within a page. The drawing is stretched to the place that it gets and has no text: what is to be
/// read stands beside it, and keeps its size at every width.
/// </summary>
internal static class InsightPlot
{
    private const int Wide = 1000;
    private const int High = 100;

    /// <summary>A line; each point with the interval that it lies in, where there is one.</summary>
    internal sealed record Line(string Name, string Color, IReadOnlyList<Point?> Points);

    /// <summary>A point of a line.</summary>
    internal readonly record struct Point(double Value, double? Low = null, double? High = null);

    /// <summary>Gives the least round figure that no point is above.</summary>
    public static double Ceiling(IEnumerable<Line> lines)
    {
        var highest = lines.SelectMany(static line => line.Points)
            .Max(static point => point is { } known ? Math.Max(known.High ?? known.Value, known.Value) : 0);
        if (!(highest > 0))
        {
            return 1;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return new[] { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 }.Select(step => step * unit)
            .First(top => top >= highest * 0.999999);
    }

    /// <summary>Draws lines over periods, from 0 up to a ceiling, with their intervals as bands.</summary>
    public static string Draw(IReadOnlyList<Line> lines, double ceiling, string summary)
    {
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" role=\"img\" aria-label=\"{Html.Text(summary)}\" viewBox=\"0 0 {Wide} {High}\" ");
        svg.Append("preserveAspectRatio=\"none\">");
        foreach (var y in new[] { 0, 25, 50, 75, 100 })
        {
            svg.Append(
                CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"0\" x2=\"{Wide}\" y1=\"{y}\" y2=\"{y}\"/>");
        }

        foreach (var line in lines)
        {
            foreach (var part in Parts(line.Points))
            {
                AppendBand(svg, line, part, ceiling);
                var ends = part.Count == 1 ? [part[0], part[0]] : part;
                var at = string.Join(
                    ' ', ends.Select(each => At(each.X, line.Points.Count, each.Point.Value / ceiling)));
                svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {line.Color}\" points=\"{at}\"/>");
            }
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Draws a small line without axes; the figures beside it say the same.</summary>
    public static string Spark(IReadOnlyList<double> values)
    {
        var top = Math.Max(values.Max(), double.Epsilon);
        var at = string.Join(' ', values.Select((value, x) => At(x, values.Count, 0.06 + (value / top * 0.88))));
        return $"<svg class=\"spark\" aria-hidden=\"true\" viewBox=\"0 0 {Wide} {High}\" preserveAspectRatio=\"none\">"
            + $"<polyline class=\"line\" points=\"{at}\"/></svg>";
    }

    private static void AppendBand(StringBuilder svg, Line line, List<(int X, Point Point)> part, double ceiling)
    {
        if (part.Count < 2 || part[0].Point.Low is null)
        {
            return;
        }

        var upper = part.Select(each => At(each.X, line.Points.Count, (each.Point.High ?? 0) / ceiling));
        var lower = part.Select(each => At(each.X, line.Points.Count, (each.Point.Low ?? 0) / ceiling)).Reverse();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polygon class=\"band {line.Color}\" points=\"{string.Join(' ', upper.Concat(lower))}\"/>");
    }

    // The stretches without a gap.
    private static IEnumerable<List<(int X, Point Point)>> Parts(IReadOnlyList<Point?> points)
    {
        var part = new List<(int X, Point Point)>();
        for (var x = 0; x <= points.Count; x++)
        {
            if (x < points.Count && points[x] is { } point)
            {
                part.Add((x, point));
            }
            else if (part.Count > 0)
            {
                yield return part;
                part = [];
            }
        }
    }

    private static string At(int x, int count, double share)
    {
        var place = count == 1 ? Wide / 2.0 : x * (double)Wide / (count - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{place:0.#},{High * (1 - share):0.##}");
    }
}
