using System.Reflection;

namespace RxRecs.Testing;

/// <summary>
/// The compiler's annotations of nullable references for one declaration, read in the order in which the type's parts
/// are written: a byte for each reference type, array, type parameter and generic value type, or one byte for all of
/// them.
/// </summary>
internal sealed class ApiNullability
{
    private const string Own = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Around = "System.Runtime.CompilerServices.NullableContextAttribute";
    private const byte Annotated = 2;
    private readonly byte[] _flags;
    private int _position;

    private ApiNullability(byte[] flags) => _flags = flags;

    public static ApiNullability Of(ParameterInfo parameter) =>
        new(Flags(parameter.CustomAttributes, parameter.Member));

    public static ApiNullability Of(MemberInfo member) => new(Flags(member.CustomAttributes, member.DeclaringType));

    /// <summary>Tells whether a type parameter excludes null, which no flag of reflection says.</summary>
    public static bool IsNotNull(Type parameter)
    {
        var flags = Flags(
            parameter.CustomAttributes, (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType);
        return flags is [1, ..];
    }

    /// <summary>The mark of the next part.</summary>
    public string Next()
    {
        var flag = _flags.Length switch
        {
            0 => (byte)0,
            1 => _flags[0],
            _ => _flags[Math.Min(_position, _flags.Length - 1)],
        };
        _position++;
        return flag == Annotated ? "?" : "";
    }

    private static byte[] Flags(IEnumerable<CustomAttributeData> attributes, MemberInfo? outer)
    {
        if (Find(attributes, Own) is { } own)
        {
            return own;
        }

        for (; outer is not null; outer = outer.DeclaringType)
        {
            if (Find(outer.CustomAttributes, Around) is { } around)
            {
                return around;
            }
        }

        return [];
    }

    private static byte[]? Find(IEnumerable<CustomAttributeData> attributes, string name) => attributes
        .Where(each => each.AttributeType.FullName == name)
        .Select(each => each.ConstructorArguments[0].Value switch
        {
            byte one => [one],
            IEnumerable<CustomAttributeTypedArgument> many => [.. many.Select(flag => (byte)flag.Value!)],
            _ => Array.Empty<byte>(),
        })
        .FirstOrDefault();
}
