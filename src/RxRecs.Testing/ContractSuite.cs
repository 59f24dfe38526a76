using System.Reactive.Concurrency;
using System.Reflection;

namespace RxRecs.Testing;

/// <summary>
/// Runs every check over an operator given as a lambda; finds the cases of an assembly and the operators that have
/// none. Any test framework can run it.
/// </summary>
public static class ContractSuite
{
    /// <summary>Runs every check over an operator that is given as a lambda.</summary>
    /// <param name="build">The function that builds the operator over a source; called for each check anew.</param>
    /// <param name="events">
    /// A few hundred events that exercise the operator; repeated where a check needs more, up to 20,000.
    /// </param>
    /// <param name="exempt">
    /// The checks to leave out, by id (<c>C2.ReentrantSource</c>) or family (<c>C2</c>); null to run all.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no events.</exception>
    /// <exception cref="ContractException">The operator breaks the contract; the message lists each breach.</exception>
    public static void Check<TEvent, TResult>(
        Func<IObservable<TEvent>, IObservable<TResult>> build,
        IReadOnlyList<TEvent> events,
        IEnumerable<string>? exempt = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        Check((source, _, _) => build(source), events, exempt);
    }

    /// <summary>
    /// Runs every check over an operator that is given as a lambda and takes user code or a scheduler.
    /// </summary>
    /// <param name="build">
    /// The function that builds the operator over a source, with its user code wrapped by the injector, on the
    /// scheduler; called for each check anew.
    /// </param>
    /// <param name="events">
    /// A few hundred events that exercise the operator; repeated where a check needs more, up to 20,000.
    /// </param>
    /// <param name="exempt">
    /// The checks to leave out, by id (<c>C2.ReentrantSource</c>) or family (<c>C2</c>); null to run all.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no events.</exception>
    /// <exception cref="ContractException">The operator breaks the contract; the message lists each breach.</exception>
    public static void Check<TEvent, TResult>(
        Func<IObservable<TEvent>, FaultInjector, IScheduler, IObservable<TResult>> build,
        IReadOnlyList<TEvent> events,
        IEnumerable<string>? exempt = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
        {
            throw new ArgumentException("Without events no check can fail.", nameof(events));
        }

        var breaches = new List<string>();
        var checks = new LambdaCase<TEvent, TResult>(build, events, exempt ?? []).Checks();
        foreach (var check in checks.Where(each => each.Exemption is null))
        {
            try
            {
                check.Run();
            }
            catch (ContractException breach)
            {
                breaches.Add(breach.Message);
            }
        }

        if (breaches.Count > 0)
        {
            throw new ContractException(string.Join(Environment.NewLine, breaches));
        }
    }

    /// <summary>
    /// Returns one of each <see cref="IOperatorCase"/> in an assembly that can be made without arguments.
    /// </summary>
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
    /// Returns the public static methods of a class that take and return an observable and have no case. What makes an
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
