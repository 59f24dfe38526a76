using System.Reflection;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Tries hostile values on all options of an assembly.</summary>
internal static class OptionNames
{
    private static readonly object?[] Hostile =
    [
        null, "", " ", -1, int.MinValue, int.MaxValue, -1L, long.MinValue, -1.0, double.NaN, -TimeSpan.FromTicks(1),
        TimeSpan.MinValue,
    ];

    /// <summary>Gives each option that refuses a value under another name than its own.</summary>
    public static IEnumerable<string> Misnamed(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where !type.IsAbstract && !type.IsInterface
        let options = Closed(type)
        from option in options.GetProperties()
        where option.SetMethod is not null
        from value in Hostile
        where CanBe(option.PropertyType, value)
        let name = NameWhenRefused(options, option, value)
        where name is not null && name != option.Name
        select $"{type.Name}.{option.Name} refuses {value ?? "null"} as '{name}'";

    private static Type Closed(Type type) => type.IsGenericTypeDefinition
        ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(string))])
        : type;

    private static bool CanBe(Type type, object? value) => value is null
        ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
        : (Nullable.GetUnderlyingType(type) ?? type) == value.GetType();

    private static string? NameWhenRefused(Type type, PropertyInfo option, object? value)
    {
        var options = RuntimeHelpers.GetUninitializedObject(type);
        try
        {
            option.SetValue(options, value);
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentException refused)
        {
            return refused.ParamName ?? "nothing";
        }
    }
}
