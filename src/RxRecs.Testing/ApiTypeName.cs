using System.Reflection;

namespace RxRecs.Testing;

/// <summary>Types as they would be written in C#, with the question marks of nullable references.</summary>
internal static class ApiTypeName
{
    private const GenericParameterAttributes AllowsRefStruct = (GenericParameterAttributes)0x20;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type that is referred to.</summary>
    public static string Of(Type type, ApiNullability? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, nullability) + "?";
        }

        // Value types that are not generic have no flag of their own, generic ones have one that says nothing.
        var mark = type.IsValueType && !type.IsGenericType ? "" : nullability?.Next() ?? "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        return (Keywords.TryGetValue(type, out var keyword) ? keyword : Named(type, nullability)) + mark;
    }

    /// <summary>A type that is declared: with its namespace, and with its type parameters' variance.</summary>
    public static string Declared(Type type)
    {
        var arguments = type.GetGenericArguments().Select(each => Variance(each) + each.Name).ToArray();
        var outer = type.DeclaringType is null ? type.Namespace : Declared(type.DeclaringType);
        return $"{outer}.{Simple(type)}" + (arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments)}>");
    }

    /// <summary>The name alone, without namespace and type arguments.</summary>
    public static string Simple(Type type) => type.Name.Split('`')[0];

    public static IEnumerable<string> Constraints(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            yield return parameter.CustomAttributes.Any(each => each.AttributeType.Name == "IsUnmanagedAttribute")
                ? "unmanaged"
                : "struct";
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }
        else if (ApiNullability.IsNotNull(parameter))
        {
            yield return "notnull";
        }

        foreach (var type in parameter.GetGenericParameterConstraints().Where(each => each != typeof(ValueType))
            .Select(each => Of(each)).Order(StringComparer.Ordinal))
        {
            yield return type;
        }

        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            yield return "new()";
        }

        if (attributes.HasFlag(AllowsRefStruct))
        {
            yield return "allows ref struct";
        }
    }

    private static string Named(Type type, ApiNullability? nullability)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var names = string.Join(", ", type.GetGenericArguments().Select(each => Of(each, nullability)));
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({names})";
        }

        var outer = type.DeclaringType is null ? "" : Simple(type.DeclaringType) + ".";
        return outer + Simple(type) + (names.Length == 0 ? "" : $"<{names}>");
    }

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        };
}
