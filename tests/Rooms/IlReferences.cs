using System.Reflection;
using System.Reflection.Emit;

namespace RxRecs;

/// <summary>The references of an assembly's types, in signatures and in the instructions of their methods.</summary>
internal static class IlReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>
    /// All members that a type's bases, fields, signatures and instructions name; types among them are taken
    /// apart.
    /// </summary>
    public static IEnumerable<MemberInfo> Of(Type type)
    {
        var members = new HashSet<MemberInfo>();
        AddAll(
            members, [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(All).Select(field => field.FieldType)]);
        foreach (var method in type.GetMembers(All).OfType<MethodBase>())
        {
            AddAll(
                members,
                method.GetParameters().Select(each => each.ParameterType).Append((method as MethodInfo)?.ReturnType));
            var body = method.GetMethodBody();
            AddAll(members, body?.LocalVariables.Select(each => each.LocalType) ?? []);
            foreach (var member in body?.GetILAsByteArray() is { } code ? InCode(method, code) : [])
            {
                members.Add(member);
                AddAll(members, [member as Type, member.DeclaringType]);
            }
        }

        return members;
    }

    private static void AddAll(HashSet<MemberInfo> members, IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            if (type is null || type.IsGenericParameter)
            {
                continue;
            }

            AddAll(members, [type.GetElementType(), .. type.GetGenericArguments()]);
            members.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        }
    }

    private static IEnumerable<MemberInfo> InCode(MethodBase method, byte[] code)
    {
        for (var i = 0; i < code.Length;)
        {
            var value = code[i] == 0xFE ? (short)(0xFE00 | code[i + 1]) : code[i];
            i += code[i] == 0xFE ? 2 : 1;
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineType or OperandType.InlineTok
                && Resolve(method, BitConverter.ToInt32(code, i)) is { } member)
            {
                yield return member;
            }

            i += operand == OperandType.InlineSwitch ? 4 + 4 * BitConverter.ToInt32(code, i) : Size(operand);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType?.GetGenericArguments(),
        method is MethodInfo ? method.GetGenericArguments() : null);

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
