using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Represents how two recommenders fared at the same event, and so far.</summary>
/// <param name="First">The first one's result.</param>
/// <param name="Second">The second one's.</param>
/// <param name="Overall">The result of McNemar's test over all events so far.</param>
/// <param name="Windowed">The same over the last <see cref="PrequentialOptions.WindowSize"/> events.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecommenderComparison(
    PrequentialResult First, PrequentialResult Second, McNemar Overall, McNemar Windowed);
