using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reflection;
using RxRecs.Machines;
using RxRecs.Testing;
using RxRecs.Tests.Architecture;
using RxRecs.Tests.Contract;

namespace RxRecs.Tests.Culture;

/// <summary>The same input gives the same results and the same snapshot, whatever the culture of the process.</summary>
public sealed class OperatorCultureTests
{
    private const int Events = 250;

    private static readonly MethodInfo RunCase =
        typeof(OperatorCultureTests).GetMethod(nameof(Results), BindingFlags.NonPublic | BindingFlags.Static)!;

    [TestCaseSource(nameof(Cases))]
    public void Operator_TextIdsInAnotherCulture_GivesTheSame(IOperatorCase one)
    {
        var type = ResultOf(one)!;
        List<string> Once() => (List<string>)RunCase.MakeGenericMethod(type).Invoke(null, [one])!;

        var results = Once();
        Assert.That(results, Has.None.StartsWith("error"));
        Assert.That(OtherCulture.Run(Once), Is.EqualTo(results));
    }

    [TestCaseSource(nameof(OverTexts))]
    public void Operator_PlainTextsInAnotherCulture_GivesTheSame(string name)
    {
        var run = TextOperators.All[name];
        for (var seed = 1; seed <= 3; seed++)
        {
            Interaction[] events =
                [.. SampleInteractions.Disordered(new Random(seed), Events).Select(OtherCulture.Texts)];

            var results = run(events);
            Assert.That(results, Has.Count.GreaterThan(1));
            Assert.That(OtherCulture.Run(() => run(events)), Is.EqualTo(results));
        }
    }

    /// <summary>Whatever takes an order of items or keys has one for texts when none is given.</summary>
    [Test]
    public void Operators_ThatTakeAnOrder_AreAllTriedOverTexts() => Assert.That(
        OperatorMethods.All().Where(TakesAnOrder).Select(method => method.Name).Distinct(),
        Is.Not.Empty.And.SubsetOf(TextOperators.All.Keys.Select(name => name.Split('.')[0])));

    private static bool TakesAnOrder(MethodInfo method) => method.GetParameters().Any(parameter =>
        parameter.Name is "itemOrder" or "keyOrder");

    private static IEnumerable<string> OverTexts() => TextOperators.All.Keys;

    private static IEnumerable<TestCaseData> Cases() =>
        from one in ContractSuite.CasesIn(typeof(OperatorCultureTests).Assembly)
        where one is not PriceStatisticsCase && ResultOf(one) is not null
        select new TestCaseData(one).SetArgDisplayNames(one.Name);

    private static Type? ResultOf(IOperatorCase one)
    {
        for (var type = one.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OperatorCase<,>))
            {
                var arguments = type.GetGenericArguments();
                return arguments[0] == typeof(Interaction) ? arguments[1] : null;
            }
        }

        return null;
    }

    private static List<string> Results<TResult>(OperatorCase<Interaction, TResult> one)
    {
        var results = new List<string>();
        one.Build(
                one.Events(new Random(1), Events).Select(OtherCulture.Texts).ToObservable(),
                new FaultInjector(),
                new HistoricalScheduler())
            .Subscribe(Observer.Create<TResult>(
                value => results.Add(ResultText.Of(value)),
                error => results.Add("error " + error.Message),
                () => results.Add("completed")));
        return results;
    }
}
