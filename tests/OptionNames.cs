using System.Reflection;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Tries hostile values on all options of an assembly.</summary>
internal static class OptionNames
{
    private static readonly object?[] Hostile =
    [
        null, "", " ", '\0', 0, -1, int.MinValue, int.MaxValue, 0L, -1L, long.MinValue, long.MaxValue, 0.0, -1.0,
        double.NaN, double.PositiveInfinity, double.MaxValue, -1m, decimal.MaxValue, TimeSpan.Zero,
        -TimeSpan.FromTicks(1), TimeSpan.MinValue, TimeSpan.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
    ];

    /// <summary>
    /// Gives each option that refuses a value under another name than its own, or by a message that does not begin with
    /// it. What .NET says of null and of empty text is taken as it is.
    /// </summary>
    public static IEnumerable<string> Misnamed(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where !type.IsAbstract && !type.IsInterface
        let options = Closed(type)
        from option in options.GetProperties()
        where option.SetMethod is not null
        from value in Hostile.Append(Undefined(option.PropertyType))
        where CanBe(option.PropertyType, value)
        let refused = Refused(options, option, value)
        where refused is not null
        where refused.ParamName != option.Name || !(value is null or string || IsNamed(refused, option.Name))
        select $"{type.Name}.{option.Name} refuses {value ?? "null"} as '{refused.ParamName}': {refused.Message}";

    /// <summary>Gives each weight without a greatest value.</summary>
    public static IEnumerable<string> TakingAnyWeight(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where !type.IsAbstract && !type.IsInterface
        let options = Closed(type)
        from option in options.GetProperties()
        where option.SetMethod is not null && option.PropertyType == typeof(double)
        where option.Name.EndsWith("Weight", StringComparison.Ordinal)
            || type.Name.EndsWith("Weights", StringComparison.Ordinal)
        where Refused(options, option, double.MaxValue) is null
        select $"{type.Name}.{option.Name}";

    /// <summary>Gives each option of an enum that takes a value that is none of the enum's.</summary>
    public static IEnumerable<string> TakingAnyNumber(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsAbstract
        let options = Closed(type)
        from option in options.GetProperties()
        where option.SetMethod is not null && Undefined(option.PropertyType) is not null
        where Refused(options, option, Undefined(option.PropertyType)) is null
        select $"{type.Name}.{option.Name}";

    private static object? Undefined(Type type)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        return number.IsEnum ? Enum.ToObject(number, 113) : null;
    }

    private static Type Closed(Type type) => type.IsGenericTypeDefinition
        ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(string))])
        : type;

    private static bool CanBe(Type type, object? value) => value is null
        ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
        : (Nullable.GetUnderlyingType(type) ?? type) == value.GetType();

    private static bool IsNamed(ArgumentException refused, string name) =>
        refused.Message.StartsWith(name, StringComparison.Ordinal);

    private static ArgumentException? Refused(Type type, PropertyInfo option, object? value)
    {
        var options = RuntimeHelpers.GetUninitializedObject(type);
        try
        {
            option.SetValue(options, value);
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentException refused)
        {
            return refused;
        }
    }
}
