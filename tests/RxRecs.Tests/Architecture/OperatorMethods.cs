using System.Linq.Expressions;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RxRecs.Tests.Architecture;

/// <summary>The public methods of the facade, closed over sample types, with arguments that they accept.</summary>
internal static class OperatorMethods
{
    /// <summary>Arguments that no rule below can make: types whose values must agree with each other.</summary>
    private static readonly Dictionary<Type, object> Samples = new()
    {
        [typeof(int)] = 3,
        [typeof(long)] = 3L,
        [typeof(double)] = 0.5,
        [typeof(decimal)] = 1m,
        [typeof(string)] = "text",
        [typeof(TimeSpan)] = TimeSpan.FromHours(1),
        [typeof(DateTimeOffset)] = new DateTimeOffset(2020, 1, 6, 0, 0, 0, TimeSpan.Zero),
        [typeof(IScheduler)] = new HistoricalScheduler(),
        [typeof(VirtualTimeSchedulerBase<DateTimeOffset, TimeSpan>)] = new HistoricalScheduler(),
    };

    private static readonly Type[] SampleTypes = [typeof(string), typeof(long), typeof(object)];

    public static IEnumerable<MethodInfo> All() => typeof(RecsObservable)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(Close)
        .OrderBy(method => method.ToString(), StringComparer.Ordinal);

    public static object?[] Arguments(MethodInfo method) => [.. method.GetParameters()
        .Select(each => each.HasDefaultValue && each.RawDefaultValue is null or DBNull ? Optional(each) : Value(each))];

    /// <summary>Later parameters get later times: a range must not be empty.</summary>
    private static object? Value(ParameterInfo parameter) => Sample(parameter.ParameterType) is DateTimeOffset time
        ? time.AddDays(parameter.Position)
        : Sample(parameter.ParameterType);

    private static object? Optional(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? null : Sample(parameter.ParameterType);

    private static MethodInfo Close(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition)
        {
            return method;
        }

        foreach (var type in SampleTypes)
        {
            try
            {
                return method.MakeGenericMethod([.. method.GetGenericArguments().Select(each => each.Name switch
                {
                    "TAbsolute" => typeof(DateTimeOffset),
                    "TRelative" => typeof(TimeSpan),
                    _ => type,
                })]);
            }
            catch (ArgumentException)
            {
                // A constraint that this type does not meet: the next one.
            }
        }

        throw new NotSupportedException($"No sample types for {method}: add them to {nameof(SampleTypes)}.");
    }

    private static object? Sample(Type type)
    {
        if (Samples.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var sample))
        {
            return sample;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IObservable<>))
        {
            return Call(nameof(Never), type.GetGenericArguments());
        }

        return type switch
        {
            { IsArray: true } => Array.CreateInstance(type.GetElementType()!, 0),
            _ when typeof(Delegate).IsAssignableFrom(type) => Function(type),
            { IsInterface: true } => Interface(type),
            { IsAbstract: true } =>
                Sample(type.Assembly.GetTypes().First(each => each.IsSubclassOf(type) && !each.IsAbstract)),
            _ => Make(type),
        };
    }

    private static object Interface(Type type)
    {
        var list = type.IsGenericType
            ? typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])
            : typeof(List<object>);
        return type.IsAssignableFrom(list) ? Activator.CreateInstance(list)! : Call(nameof(Proxy), [type]);
    }

    /// <summary>An object with every settable property set; <c>required</c> is the compiler's affair.</summary>
    private static object Make(Type type)
    {
        if (type.GetConstructors().OrderBy(each => each.GetParameters().Length).FirstOrDefault() is not { } constructor)
        {
            return type.IsValueType ? Activator.CreateInstance(type)! : RuntimeHelpers.GetUninitializedObject(type);
        }

        var made = constructor.Invoke([.. constructor.GetParameters().Select(each => Sample(each.ParameterType))]);
        foreach (var property in type.GetProperties().Where(each => each.IsDefined(typeof(RequiredMemberAttribute))))
        {
            property.SetValue(made, Sample(property.PropertyType));
        }

        return made;
    }

    private static Delegate Function(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var body = Expression.Throw(Expression.New(typeof(NotSupportedException)), invoke.ReturnType);
        return Expression.Lambda(
            type, body, invoke.GetParameters().Select(each => Expression.Parameter(each.ParameterType))).Compile();
    }

    private static object Call(string method, Type[] types) => typeof(OperatorMethods)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types).Invoke(null, null)!;

    /// <summary>A source that no one may subscribe to.</summary>
    private static IObservable<T> Never<T>() => Observable.Create<T>(
        (Func<IObserver<T>, IDisposable>)(_ => throw new AssertionException("Subscribed to before the output was.")));

    private static T Proxy<T>()
        where T : class => DispatchProxy.Create<T, Silent>();

    public class Silent : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new NotSupportedException();
    }
}
