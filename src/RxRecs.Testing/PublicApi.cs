using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace RxRecs.Testing;

/// <summary>
/// Writes the public face of an assembly as text: sorted, complete and the same on every machine, so that a committed
/// copy makes each public change a visible difference. What the compiler adds to records is left out, as is what an
/// enum or a delegate inherits.
/// </summary>
public static class PublicApi
{
    /// <summary>
    /// Represents the environment variable that is set to 1 to rewrite the committed text instead of comparing with it.
    /// </summary>
    public const string UpdateVariable = "RXRECS_UPDATE_API";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>Describes the public face of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>A line for each type and, indented, for each of its members; lines end with LF.</returns>
    public static string Describe(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var text = new StringBuilder();
        var visible = assembly.GetTypes().Where(IsVisible);
        foreach (var type in visible.OrderBy(each => each.FullName, StringComparer.Ordinal))
        {
            text.Append(ApiText.Type(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Compares the public face of an assembly with a committed text, or rewrites that text when told
    /// so.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="path">The committed text.</param>
    /// <exception cref="ContractException">They differ; the message lists the lines and says how to accept
    /// them.</exception>
    public static void Check(Assembly assembly, string path)
    {
        var actual = Describe(assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, actual);
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new ContractException(
                $"The public API is not that of {path}. "
                + $"If the change is meant, run the test with {UpdateVariable}=1 and commit.\n"
                + Difference(expected, actual));
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), null)}");
        }

        return type.GetFields(Declared).Where(field => IsVisible(field.Attributes, type)).Select(ApiText.Field)
            .Concat(type.GetProperties(Declared).Where(each => Accessors(each).Any()).Select(ApiText.Property))
            .Concat(type.GetEvents(Declared).Where(each => IsVisible(each.AddMethod)).Select(ApiText.Event))
            .Concat(type.GetConstructors(Declared)
                .Where(each => IsVisible(each) && !IsGenerated(each))
                .Select(ApiText.Constructor))
            .Concat(type.GetMethods(Declared).Where(IsOwnMethod).Select(ApiText.Method));
    }

    private static bool IsOwnMethod(MethodInfo method) => IsVisible(method) && !IsGenerated(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    internal static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        property.Name == "EqualityContract" ? [] : property.GetAccessors(nonPublic: true).Where(IsVisible);

    private static bool IsVisible(Type type) =>
        type.IsPublic
            || (type is { DeclaringType: { } outer } && (type.IsNestedPublic || IsInherited(type, outer))
                && IsVisible(outer));

    private static bool IsInherited(Type type, Type outer) =>
        (type.IsNestedFamily || type.IsNestedFamORAssem) && !outer.IsSealed;

    private static bool IsVisible(MethodBase? method) => method is not null
        && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    private static bool IsVisible(FieldAttributes field, Type type) => (field & FieldAttributes.FieldAccessMask) switch
    {
        FieldAttributes.Public => true,
        FieldAttributes.Family or FieldAttributes.FamORAssem => !type.IsSealed,
        _ => false,
    };

    private static bool IsGenerated(MethodBase method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Difference(string expected, string actual)
    {
        var before = WithType(expected);
        var after = WithType(actual);
        return string.Join('\n', before.Except(after).Select(line => "- " + line)
            .Concat(after.Except(before).Select(line => "+ " + line)));
    }

    /// <summary>Members with the type they belong to, so that a member that moves shows.</summary>
    private static List<string> WithType(string text)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line[0] == ' ' ? type : line;
            lines.Add(line[0] == ' ' ? $"{type} {{ {line.Trim()} }}" : line);
        }

        return lines;
    }
}
