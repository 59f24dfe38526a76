using ScottPlot;
using ScottPlot.Palettes;

namespace RxRecs.Shop.Output;

/// <summary>Draws curves with their intervals into a picture: a vector drawing (.svg) or an image (.png).</summary>
internal static class CurvePlot
{
    private const int Width = 1000;
    private const int Height = 560;

    /// <summary>A curve: each point with the interval that it lies in with 95 %.</summary>
    internal sealed record Curve(string Name, IReadOnlyList<Point> Points);

    /// <summary>A point of a curve.</summary>
    internal readonly record struct Point(double X, double Y, double Low, double High);

    /// <summary>Says so before hours of work if a picture cannot be drawn into such a file.</summary>
    /// <exception cref="UsageException">It is neither .svg nor .png.</exception>
    public static void Check(string file)
    {
        if (Path.GetExtension(file).ToLowerInvariant() is not (".svg" or ".png"))
        {
            throw new UsageException($"--plot: '{file}' must end in .svg or .png.");
        }
    }

    /// <summary>Draws curves.</summary>
    /// <param name="file">The file, which is replaced.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="xLabel">What stands below.</param>
    /// <param name="yLabel">What stands beside.</param>
    /// <param name="curves">The curves; those without a point are left out.</param>
    /// <param name="ticks">What stands at 0, 1, … below; null for the figures themselves.</param>
    public static void Save(
        string file,
        string title,
        string xLabel,
        string yLabel,
        IEnumerable<Curve> curves,
        IReadOnlyList<string>? ticks = null)
    {
        using var plot = new Plot();
        plot.Title(title);
        plot.XLabel(xLabel);
        plot.YLabel(yLabel);
        var colors = new Category20();
        foreach (var (curve, n) in curves
            .Where(static curve => curve.Points.Count > 0).Select(static (each, n) => (each, n)))
        {
            Add(plot, curve, colors.GetColor(n * 2 % colors.Colors.Length));
        }

        if (ticks is not null)
        {
            plot.Axes.Bottom.SetTicks([.. ticks.Select(static (_, n) => (double)n)], [.. ticks]);
        }

        plot.ShowLegend(Edge.Right);
        if (Path.GetExtension(file).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            plot.SaveSvg(file, Width, Height);
        }
        else
        {
            plot.SavePng(file, Width, Height);
        }
    }

    private static void Add(Plot plot, Curve curve, Color color)
    {
        double[] xs = [.. curve.Points.Select(static point => point.X)];
        var line = plot.Add.Scatter(xs, [.. curve.Points.Select(static point => point.Y)]);
        line.LegendText = curve.Name;
        line.LineWidth = 2;
        line.Color = color;
        var band = plot.Add.FillY(
            xs, [.. curve.Points.Select(static point => point.Low)],
            [.. curve.Points.Select(static point => point.High)]);
        band.FillColor = color.WithAlpha(0.15);
        band.LineWidth = 0;
    }
}
