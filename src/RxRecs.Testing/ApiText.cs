using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RxRecs.Testing;

/// <summary>Declarations as they would be written in C#, without bodies.</summary>
internal static class ApiText
{
    public static string Type(Type type)
    {
        var bases = new List<string>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object)
            && !typeof(Delegate).IsAssignableFrom(type))
        {
            bases.Add(ApiTypeName.Of(parent));
        }

        if (!type.IsEnum && !typeof(Delegate).IsAssignableFrom(type))
        {
            bases.AddRange(Interfaces(type).Select(each => ApiTypeName.Of(each)).Order(StringComparer.Ordinal));
        }

        var declaration = typeof(Delegate).IsAssignableFrom(type)
            ? $"delegate {DelegateSignature(type)}"
            : $"{Modifiers(type)}{Kind(type)} {ApiTypeName.Declared(type)}";
        var arguments = type.GetGenericArguments();
        return $"{(type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public")} {declaration}"
            + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases)) + Constraints(arguments);
    }

    public static string Field(FieldInfo field)
    {
        var type = ApiTypeName.Of(field.FieldType, ApiNullability.Of(field));
        var access = Access(field.IsPublic);
        return field.IsLiteral
            ? $"{access}const {type} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    public static string Property(PropertyInfo property)
    {
        var accessors = PublicApi.Accessors(property).ToArray();
        var first = accessors[0];
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{Parameters(index)}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var body = string.Concat(accessors
            .OrderBy(each => each.ReturnType == typeof(void))
            .Select(each => (each.IsPublic || !first.IsPublic ? "" : "protected ") + AccessorName(each) + "; "));
        return $"{Access(accessors.Any(each => each.IsPublic))}{Inheritance(first)}{required}"
            + $"{ApiTypeName.Of(property.PropertyType, ApiNullability.Of(property))} {name} {{ {body}}}";
    }

    public static string Event(EventInfo value) =>
        $"{Access(value.AddMethod!.IsPublic)}{Inheritance(value.AddMethod)}event "
        + $"{ApiTypeName.Of(value.EventHandlerType!, ApiNullability.Of(value))} {value.Name}";

    public static string Constructor(ConstructorInfo constructor) =>
        $"{Access(constructor.IsPublic)}{ApiTypeName.Simple(constructor.DeclaringType!)}"
        + $"({Parameters(constructor.GetParameters())})";

    public static string Method(MethodInfo method)
    {
        var arguments = method.GetGenericArguments();
        var generic = arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(each => each.Name))}>";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method.IsPublic)}{Inheritance(method)}{Return(method)} {method.Name}{generic}"
            + $"({extension}{Parameters(method.GetParameters())}){Constraints(arguments)}";
    }

    /// <summary>Tells what the type adds to its base, but for the equality that every record has.</summary>
    private static IEnumerable<Type> Interfaces(Type type) => type.GetInterfaces()
        .Except(type.BaseType?.GetInterfaces() ?? [])
        .Where(each => !IsRecord(type) || !each.IsGenericType
            || each.GetGenericTypeDefinition() != typeof(IEquatable<>));

    private static string DelegateSignature(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"{Return(invoke)} {ApiTypeName.Declared(type)}({Parameters(invoke.GetParameters())})";
    }

    private static string Return(MethodInfo method)
    {
        var readOnly = method.ReturnParameter.GetRequiredCustomModifiers().Any(each => each.Name == "InAttribute")
            ? "readonly "
            : "";
        return (method.ReturnType.IsByRef ? "ref " + readOnly : "")
            + ApiTypeName.Of(method.ReturnType, ApiNullability.Of(method.ReturnParameter));
    }

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute))
                || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? " = " + Default(parameter) : "";
        var type = ApiTypeName.Of(parameter.ParameterType, ApiNullability.Of(parameter));
        return $"{direction}{type} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter)
    {
        var value = parameter.RawDefaultValue;
        return value switch
        {
            null when parameter.ParameterType.IsValueType
                && Nullable.GetUnderlyingType(parameter.ParameterType) is null => "default",
            not null when parameter.ParameterType.IsEnum =>
                $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
            _ => Literal(value),
        };
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments
        .Where(each => each.IsGenericParameter)
        .Select(each => (each.Name, Constraint: string.Join(", ", ApiTypeName.Constraints(each))))
        .Where(each => each.Constraint.Length > 0)
        .Select(each => $" where {each.Name} : {each.Constraint}"));

    private static string Modifiers(Type type) => type switch
    {
        { IsAbstract: true, IsSealed: true } => "static ",
        { IsInterface: true } => "",
        { IsValueType: true } when type.IsEnum => "",
        { IsValueType: true } =>
            (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : ""),
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    private static string Kind(Type type)
    {
        var record = IsRecord(type) ? "record " : "";
        return type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => $"enum({Enum.GetUnderlyingType(type).Name})",
            { IsValueType: true } => record + "struct",
            _ => record + "class",
        };
    }

    private static bool IsRecord(Type type) => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Any(each => each.Name == "PrintMembers");

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    private static string Inheritance(MethodInfo method) => method switch
    {
        { IsStatic: true, IsAbstract: true } => "static abstract ",
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "virtual ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true } when method.GetBaseDefinition() != method =>
            method.IsFinal ? "sealed override " : "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string AccessorName(MethodInfo accessor) => accessor.ReturnType != typeof(void) ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";
}
