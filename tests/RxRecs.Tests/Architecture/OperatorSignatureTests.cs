using System.Reactive.Concurrency;
using System.Reflection;
using NUnit.Framework.Constraints;

namespace RxRecs.Tests.Architecture;

/// <summary>One order of parameters, their names and their number, for every operator of the facade.</summary>
public sealed class OperatorSignatureTests
{
    private const int MostParameters = 8;
    private const int MostOverloads = 2;

    private static readonly Type[] Sizes =
        [typeof(int), typeof(long), typeof(double), typeof(TimeSpan), typeof(DateTimeOffset)];

    /// <summary>The order of parameters; a parameter belongs to the first group that knows it.</summary>
    private static readonly (string Group, Func<ParameterInfo, bool> Has)[] Order =
    [
        ("source", each => each.Position == 0 || IsObservable(each.ParameterType)),
        ("sizes and counts", each => Sizes.Contains(each.ParameterType)),
        ("scores", each => each.ParameterType == typeof(TrendScore)),
        ("factories", each => each.Name == "compose" || each.Name!.EndsWith("Factory", StringComparison.Ordinal)),
        ("key selectors", each => each.Name is "keySelector" or "userSelector" or "sessionSelector"),
        ("item selector", each => each.Name is "itemSelector"),
        ("event-time selector", each => each.Name is "eventTimeSelector"),
        ("aggregates", each => IsOf(each.ParameterType, typeof(WindowAggregate<,>))),
        ("choices", each => each.ParameterType.IsEnum && each.IsOptional),
        ("options", each => IsOptions(each.ParameterType)),
        ("comparers", each => IsOrder(each.ParameterType) || IsEquality(each.ParameterType)),
        ("scheduler", each => typeof(IScheduler).IsAssignableFrom(each.ParameterType)),
        ("records of selectors", each => each.Name == "selectors"),
        ("other selectors", each => typeof(Delegate).IsAssignableFrom(each.ParameterType)),
    ];

    private static readonly string[] Groups =
    [
        "source", "sizes and counts", "scores", "factories", "key selectors", "item selector", "records of selectors",
        "other selectors", "aggregates", "event-time selector", "choices", "options", "comparers", "scheduler",
    ];

    [TestCaseSource(nameof(Methods))]
    public void Operator_Parameters_KeepTheOrder(MethodInfo method)
    {
        var groups = method.GetParameters().Select(GroupOf).ToArray();
        Assert.That(
            groups.Select(each => Array.IndexOf(Groups, each)), Is.Ordered, $"They are: {string.Join(", ", groups)}.");
    }

    [TestCaseSource(nameof(Methods))]
    public void Operator_Parameters_AreNamedForWhatTheyAre(MethodInfo method)
    {
        var parameters = method.GetParameters();
        Assert.That(parameters[0].Name, Is.EqualTo("source").Or.EqualTo("sources"));
        Assert.Multiple(() =>
        {
            foreach (var each in parameters)
            {
                Assert.That(each.Name, NameOf(each), $"{each}");
            }
        });
    }

    [TestCaseSource(nameof(Methods))]
    public void Operator_Parameters_AreAtMostEight(MethodInfo method) =>
        Assert.That(method.GetParameters(), Has.Length.LessThanOrEqualTo(MostParameters));

    /// <summary>
    /// A method that makes a source of recorded events needs a clock to wait by; an operator has it in its options.
    /// </summary>
    [TestCaseSource(nameof(Methods))]
    public void Operator_Scheduler_IsInTheOptions(MethodInfo method)
    {
        var schedulers = method.GetParameters().Where(each => GroupOf(each) == "scheduler").ToArray();
        var isOperator = Takes(method.GetParameters()[0].ParameterType);
        Assert.That(schedulers.Where(each => isOperator || each.IsOptional), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void Operator_Overloads_AreAtMostTwoAndOneForInteraction(string name)
    {
        var overloads = All().Where(each => each.Name == name).ToLookup(IsOfInteractions);
        Assert.That(overloads[true].Count(), Is.LessThanOrEqualTo(1));
        Assert.That(overloads[false].Count(), Is.LessThanOrEqualTo(MostOverloads));
    }

    [Test]
    public void Groups_InBothLists_AreTheSame() =>
        Assert.That(Groups, Is.EquivalentTo(Order.Select(each => each.Group)));

    private static IResolveConstraint NameOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return IsOrder(type) ? Does.EndWith("Order")
            : IsEquality(type) ? Does.EndWith("Equality")
            : IsOptions(type) ? Is.EqualTo("options")
            : ReturnsTime(type) ? Is.EqualTo(IsOfChange(type) ? "changeTimeSelector" : "eventTimeSelector")
            : GroupOf(parameter) == "scheduler" ? Is.EqualTo("scheduler")
            : Does.Not.Contain("omparer");
    }

    private static MethodInfo[] All() => typeof(RecsObservable)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);

    private static IEnumerable<TestCaseData> Methods() => All()
        .OrderBy(method => method.ToString(), StringComparer.Ordinal)
        .Select(method => new TestCaseData(method).SetArgDisplayNames(
            $"{method.Name}({string.Join(", ", method.GetParameters().Select(each => each.Name))})"));

    private static IEnumerable<string> Names() => All().Select(each => each.Name).Distinct().Order();

    private static bool IsOfInteractions(MethodInfo method) =>
        Element(method.GetParameters()[0].ParameterType) == typeof(Interaction);

    private static string GroupOf(ParameterInfo parameter) =>
        Order.FirstOrDefault(each => each.Has(parameter)).Group
        ?? throw new AssertionException($"{parameter} of {parameter.Member.Name} belongs to no group.");

    private static bool IsObservable(Type type) => IsOf(type, typeof(IObservable<>));

    /// <summary>Tells whether events are pushed, by one source or several.</summary>
    private static bool Takes(Type type) => IsObservable(type) || type.GenericTypeArguments.Any(IsObservable);

    private static bool IsOrder(Type type) => IsOf(type, typeof(IComparer<>));

    private static bool IsEquality(Type type) => IsOf(type, typeof(IEqualityComparer<>));

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    private static bool ReturnsTime(Type type) =>
        IsOf(type, typeof(Func<,>)) && type.GenericTypeArguments[1] == typeof(DateTimeOffset);

    /// <summary>Tells whether it takes an element of a second input.</summary>
    private static bool IsOfChange(Type type) => type.GenericTypeArguments[0].Name == "TChange";

    private static bool IsOf(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    /// <summary>Gives the type of a source's events, through one source or several.</summary>
    private static Type Element(Type type)
    {
        while (type.IsGenericType && type.GenericTypeArguments.Length == 1)
        {
            type = type.GenericTypeArguments[0];
        }

        return type;
    }
}
