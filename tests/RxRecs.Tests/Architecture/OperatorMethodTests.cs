using System.Reflection;

namespace RxRecs.Tests.Architecture;

/// <summary>Checks that hold for every public method of the facade.</summary>
public sealed class OperatorMethodTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [TestCaseSource(nameof(Required))]
    public void Method_NullArgument_NamesIt(MethodInfo method, ParameterInfo parameter)
    {
        var arguments = OperatorMethods.Arguments(method);
        arguments[parameter.Position] = null;
        var thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(null, arguments));
        Assert.That(thrown.InnerException, Is.TypeOf<ArgumentNullException>()
            .With.Property(nameof(ArgumentNullException.ParamName)).EqualTo(parameter.Name));
    }

    [TestCaseSource(nameof(Methods))]
    public void Method_Call_RunsNothingBeforeSubscribe(MethodInfo method) =>
        Assert.That(() => method.Invoke(null, OperatorMethods.Arguments(method)), Throws.Nothing);

    private static IEnumerable<TestCaseData> Methods() => OperatorMethods.All()
        .Select(method => new TestCaseData(method).SetArgDisplayNames(Display(method)));

    private static IEnumerable<TestCaseData> Required() =>
        from method in OperatorMethods.All()
        from parameter in method.GetParameters()
        where !parameter.ParameterType.IsValueType
            && !Definition(method).GetParameters()[parameter.Position].ParameterType.IsGenericParameter
        let nullability = Nullability.Create(Definition(method).GetParameters()[parameter.Position])
        where nullability.WriteState == NullabilityState.NotNull
        select new TestCaseData(method, parameter).SetArgDisplayNames(Display(method), parameter.Name!);

    private static MethodInfo Definition(MethodInfo method) =>
        method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;

    private static string Display(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(each => each.Name))})";
}
