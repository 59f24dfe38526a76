using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace RxRecs.Testing;

/// <summary>
/// Writes any value as text, in depth: collections by their elements, records and other objects by their public
/// properties and fields, numbers and times so that no digit is lost. Two results are the same result when their texts
/// are equal. A property that throws is written as <c>!</c> and its exception, and so is a collection: default values
/// may do so.
/// </summary>
public static class ResultText
{
    private const int DeepestLevel = 10;
    private static readonly ConcurrentDictionary<Type, MemberInfo[]> MembersOfType = new();

    /// <summary>Returns a value as text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, DeepestLevel);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int levels)
    {
        if (levels == 0)
        {
            text.Append('…');
            return;
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string plain:
                text.Append('"').Append(plain).Append('"');
                break;
            case DateTimeOffset time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable number and not ITuple:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case Thrown(var error):
                text.Append('!').Append(error.GetType().Name);
                break;
            case Exception error:
                text.Append(error.GetType().Name).Append(": ").Append(error.Message);
                break;
            case ITuple tuple:
                WriteAll(text, Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), '(', ')', levels);
                break;
            case IEnumerable items:
                WriteElements(text, items, levels);
                break;
            default:
                WriteMembers(text, value, levels);
                break;
        }
    }

    private static void WriteAll(StringBuilder text, IEnumerable<object?> items, char open, char close, int levels)
    {
        text.Append(open);
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator);
            Write(text, item, levels - 1);
            separator = ", ";
        }

        text.Append(close);
    }

    private static void WriteElements(StringBuilder text, IEnumerable items, int levels)
    {
        object?[] elements;
        try
        {
            elements = [.. items];
        }
        catch (InvalidOperationException error) // a default ImmutableArray
        {
            Write(text, new Thrown(error), levels);
            return;
        }

        WriteAll(text, elements, '[', ']', levels);
    }

    private static void WriteMembers(StringBuilder text, object value, int levels)
    {
        var members = MembersOfType.GetOrAdd(value.GetType(), Members);
        if (members.Length == 0)
        {
            text.Append(value);
            return;
        }

        text.Append(value.GetType().Name).Append(" { ");
        foreach (var member in members)
        {
            text.Append(member.Name).Append(" = ");
            Write(text, Get(member, value), levels - 1);
            text.Append("; ");
        }

        text.Append('}');
    }

    private static object? Get(MemberInfo member, object owner) => member switch
    {
        PropertyInfo property => Read(property, owner),
        FieldInfo field => field.GetValue(owner),
        _ => null,
    };

    private static object? Read(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner);
        }
        catch (TargetInvocationException thrown)
        {
            return new Thrown(thrown.InnerException!);
        }
    }

    private static MemberInfo[] Members(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(each => each.CanRead && each.GetIndexParameters().Length == 0 && !each.PropertyType.IsByRefLike)
            .OrderBy(each => each.Name, StringComparer.Ordinal),
        .. type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(each => each.Name, StringComparer.Ordinal),
    ];

    private sealed record Thrown(Exception Error);
}
