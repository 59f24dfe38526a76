using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Means over events with one relevant item each. Recall at K is then the hit rate, and precision at K is the hit rate
/// / K.
/// </summary>
/// <param name="Count">The number of events over which the means are taken.</param>
/// <param name="HitRate">The share of the events whose item was in the list.</param>
/// <param name="Mrr">The mean of 1 / its position, 0 where it was not.</param>
/// <param name="Ndcg">The mean of 1 / log2(its position + 1), 0 where it was not.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MetricMeans(long Count, double HitRate, double Mrr, double Ndcg);
