using System.Reflection;

namespace RxRecs.Testing;

/// <summary>
/// Finds the cases of an assembly and the operators that have none. Any test framework can run what it
/// returns.
/// </summary>
public static class ContractSuite
{
    /// <summary>One of each <see cref="IOperatorCase"/> in an assembly that can be made without arguments.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The cases, by name.</returns>
    public static IReadOnlyList<IOperatorCase> CasesIn(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return
        [
            .. assembly.GetTypes()
                .Where(type => typeof(IOperatorCase).IsAssignableFrom(type)
                    && !type.IsAbstract && !type.ContainsGenericParameters)
                .Where(type => type.GetConstructor(Type.EmptyTypes) is not null)
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type => (IOperatorCase)Activator.CreateInstance(type)!),
        ];
    }

    /// <summary>
    /// The public static methods of a class that take and return an observable and have no case. What makes an
    /// observable of something else is a source, not an operator.
    /// </summary>
    /// <param name="operators">The class.</param>
    /// <param name="cases">The cases.</param>
    /// <returns>The methods' names.</returns>
    public static IReadOnlyList<string> OperatorsWithoutCase(Type operators, IEnumerable<IOperatorCase> cases)
    {
        ArgumentNullException.ThrowIfNull(operators);
        return
        [
            .. operators.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Where(method => IsObservable(method.ReturnType)
                    && method.GetParameters().Any(each => Takes(each.ParameterType)))
                .Select(method => method.Name)
                .Distinct(StringComparer.Ordinal)
                .Except(cases.Select(each => each.Operator), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool Takes(Type type) => IsObservable(type) || type.GenericTypeArguments.Any(IsObservable);

    private static bool IsObservable(Type type) => type.GetInterfaces().Append(type)
        .Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IObservable<>));
}
