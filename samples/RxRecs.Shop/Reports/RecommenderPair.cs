using RxRecs.Recommenders;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Reports;

/// <summary>McNemar's test of two recommenders whose lists were held against the same events.</summary>
internal sealed record RecommenderPair(string First, string Second, McNemar Test)
{
    /// <summary>Makes the table of such tests.</summary>
    /// <param name="type">The value of <c>type</c> in JSON.</param>
    public static ResultTable<RecommenderPair> Table(string type) => new(type, static pair => pair.Say())
    {
        { "first", pair => pair.First },
        { "second", pair => pair.Second },
        { "first_only", pair => pair.Test.FirstOnly },
        { "second_only", pair => pair.Test.SecondOnly },
        { "both", pair => pair.Test.Both },
        { "neither", pair => pair.Test.Neither },
        { "chi_squared", pair => pair.Test.ChiSquared },
        { "significant", pair => pair.Test.IsSignificant },
    };

    private string Say() =>
        $"Right where the other is not: {First} {Test.FirstOnly:#,0}, {Second} {Test.SecondOnly:#,0}"
        + $" of {Test.Count:#,0} events ({(Test.IsSignificant ? "hardly chance" : "may be chance")}:"
        + $" McNemar {Test.ChiSquared:#,0.0}, from 3.84 on significant at 5 %).";
}
