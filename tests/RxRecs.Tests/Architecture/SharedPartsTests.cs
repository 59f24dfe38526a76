using System.Reflection;

namespace RxRecs.Tests.Architecture;

/// <summary>Tests that what several parts need is written once.</summary>
public sealed class SharedPartsTests
{
    private const BindingFlags Fields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The shell of a machine has its own queue: sharing one would cost a lock per event (docs/adr/0019).
    /// </summary>
    [Test]
    public void QueuesUnderALock_ThatDeliverInTurn_AreThoseOfTheSerialInputsAndTheShell() => Assert.That(
        TypesWith(fields => fields.Any(field => field.FieldType == typeof(Lock))
            && fields.Any(field => IsOf(field.FieldType, typeof(Queue<>)))
            && fields.Any(field => IsObserver(field.FieldType))),
        Is.EquivalentTo(new[] { "MachineObserver`2", "SerialInputs`1" }));

    [Test]
    public void RefusedEvents_OfWindows_AreCountedInOnePlace() => Assert.That(
        TypesWith(static fields => fields.Any(field => field.Name == "_refused")),
        Is.EqualTo(new[] { "WindowTime" }));

    private static IEnumerable<string> TypesWith(Func<FieldInfo[], bool> has) =>
        from type in typeof(RecsObservable).Assembly.GetTypes()
        where has(type.GetFields(Fields))
        select type.Name;

    private static bool IsObserver(Type type) =>
        IsOf(type, typeof(IObserver<>)) || type.GetInterfaces().Any(each => IsOf(each, typeof(IObserver<>)));

    private static bool IsOf(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
