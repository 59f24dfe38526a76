namespace RxRecs.Recommenders;

/// <summary>Natural logarithms of counts, those of the smaller ones computed once.</summary>
internal static class Logarithms
{
    private static readonly double[] Kept = [.. Enumerable.Range(0, 4_096).Select(count => Math.Log(count + 1d))];

    /// <summary>Gives ln(count + 1).</summary>
    public static double LogOnePlus(int count) => count < Kept.Length ? Kept[count] : Math.Log(count + 1d);
}
