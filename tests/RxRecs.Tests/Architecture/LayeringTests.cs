using System.Reflection;
using RxRecs.Machines;

namespace RxRecs.Tests.Architecture;

/// <summary>
/// Checks which folder of the library uses which. Parsing reads text and uses nothing; Interactions is the vocabulary
/// and uses Parsing; Machines uses Interactions; Collections uses both; Time uses these three; features use all of them
/// and, without cycles, each other. The facade RecsObservable may use all, and counts as nobody's.
/// </summary>
public sealed class LayeringTests() : RoomTests(typeof(RecsObservable).Assembly)
{
    private static readonly Dictionary<string, string[]> BaseLayers = new(StringComparer.Ordinal)
    {
        ["Parsing"] = [],
        ["Interactions"] = ["Parsing"],
        ["Machines"] = ["Interactions"],
        ["Time"] = ["Interactions", "Machines", "Collections"],
        ["Collections"] = ["Interactions", "Machines"],
    };

    private static readonly string[] BannedInMachines =
        ["System.Reactive", "System.Threading", "System.Diagnostics.Stopwatch", "System.IO", "System.TimeProvider"];

    private static readonly string[] BannedMembers =
    [
        "DateTime.get_Now", "DateTime.get_UtcNow", "DateTime.get_Today", "DateTimeOffset.get_Now",
        "DateTimeOffset.get_UtcNow",
        "Random.get_Shared", "Random..ctor()", "Guid.NewGuid", "Stopwatch.GetTimestamp",
        "Environment.get_TickCount", "Environment.get_TickCount64",
    ];

    private static readonly string[] DefaultSchedulers = ["Scheduler.get_Default", "DefaultScheduler.get_Instance"];

    /// <summary>
    /// Options carry the scheduler of an idle timeout for whoever runs a machine; the machine itself must not see it.
    /// </summary>
    private static readonly string[] BannedOptions =
        ["EventTimeOptions.get_Scheduler", "RunMachineOptions.get_Scheduler"];

    private static Assembly RxRecsAssembly => typeof(RecsObservable).Assembly;

    [Test]
    public void BaseLayers_Use_OnlyTheLayersBelow() => Assert.Multiple(() =>
    {
        foreach (var (room, allowed) in BaseLayers)
        {
            Assert.That(
                from use in Rooms.UsesOf(room)
                where !allowed.Contains(use.Key, StringComparer.Ordinal)
                select use.Value,
                Is.Empty);
        }
    });

    [TestCaseSource(nameof(MachineTypes))]
    public void Machine_WithItsState_KnowsNoRxClockOrThread(Type type)
    {
        var found = IlReferences.Of(type)
            .Select(member => member is Type named ? named.FullName ?? named.Name : Name(member))
            .Where(name => BannedInMachines.Any(banned => name.StartsWith(banned, StringComparison.Ordinal))
                || BannedMembers.Contains(name, StringComparer.Ordinal)
                || BannedOptions.Contains(name, StringComparer.Ordinal));
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void DefaultScheduler_IsTaken_ByTheIdleTimerAlone()
    {
        var users = from type in RxRecsAssembly.GetTypes()
                    from member in IlReferences.Of(type)
                    where member is not Type && DefaultSchedulers.Contains(Name(member), StringComparer.Ordinal)
                    select $"{type.Name} uses {Name(member)}";
        Assert.That(users, Is.EqualTo(["IdleTimer uses Scheduler.get_Default"]));
    }

    [Test]
    public void Library_Nowhere_ReadsAClockOrUnseededRandomness()
    {
        var found = from type in RxRecsAssembly.GetTypes()
                    from member in IlReferences.Of(type)
                    where member is not Type && BannedMembers.Contains(Name(member), StringComparer.Ordinal)
                    select $"{type} uses {Name(member)}";
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Machines_Found_IncludeThoseOfTheLibrary() => Assert.That(MachineTypes(), Is.Not.Empty);

    /// <summary>Machines, what their fields hold as far as it is ours, and the closures inside these.</summary>
    private static IEnumerable<Type> MachineTypes()
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(RxRecsAssembly.GetTypes().Where(type => type.IsClass && IsMachine(type)));
        while (open.TryDequeue(out var type))
        {
            if (!found.Add(type))
            {
                continue;
            }

            var fields = type.GetFields(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
            var nested = type.GetNestedTypes(BindingFlags.NonPublic);
            foreach (var held in fields.SelectMany(field => Parts(field.FieldType)).Concat(nested))
            {
                if (held.Assembly == RxRecsAssembly && !held.IsInterface && !typeof(Delegate).IsAssignableFrom(held)
                    && !IsOptions(held))
                {
                    open.Enqueue(held);
                }
            }
        }

        return found.OrderBy(type => type.FullName, StringComparer.Ordinal);
    }

    private static bool IsOptions(Type type) =>
        typeof(EventTimeOptions).IsAssignableFrom(type) || type == typeof(RunMachineOptions);

    private static bool IsMachine(Type type) => type.GetInterfaces()
        .Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IMachine<,>));

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericParameter ? []
        :
        [
            type.IsGenericType ? type.GetGenericTypeDefinition() : type,
            .. type.GetGenericArguments().SelectMany(Parts),
        ];

    private static string Name(MemberInfo member)
    {
        var arguments = member is ConstructorInfo constructor && constructor.GetParameters().Length == 0 ? "()" : "";
        return $"{member.DeclaringType?.Name}.{member.Name}{arguments}";
    }
}
