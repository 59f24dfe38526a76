using System.Reflection;
using Confluent.Kafka;

namespace RxRecs.Kafka.Architecture;

/// <summary>
/// Within a rebalance the client may be asked, and told what to commit. What runs there can reach, by way of its
/// fields, nothing that polls, assigns or closes.
/// </summary>
public sealed class RebalanceRulesTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Test]
    public void RebalanceListener_WhatItReaches_NeitherPollsNorCloses() => Assert.Multiple(() =>
    {
        foreach (var type in Reached(typeof(Rebalances)))
        {
            Assert.That(
                type.GetNestedTypes(All).Append(type).SelectMany(IlReferences.Of).Where(IsForTheLoopAlone),
                Is.Empty,
                type.Name);
        }
    });

    [Test]
    public void RebalanceListener_WhatItReaches_HasItsParts() => Assert.That(
        Reached(typeof(Rebalances)),
        Is.SupersetOf(new[] { typeof(Assignment), typeof(Commits), typeof(OffsetCommits), typeof(OwnedPartitions) }));

    [Test]
    public void Loop_WhatItReaches_DoesPoll() => Assert.That(
        Reached(typeof(ConsumerLoop<>)).SelectMany(IlReferences.Of).Where(IsForTheLoopAlone), Is.Not.Empty);

    private static bool IsForTheLoopAlone(MemberInfo member) =>
        (member as Type ?? member.DeclaringType) is { } type
        && (type == typeof(ConsumerClient) || type == typeof(SlowWork) || type == typeof(PollKeeper)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<,>)));

    private static HashSet<Type> Reached(Type start)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>([start]);
        while (open.TryPop(out var type))
        {
            if (type.Assembly == start.Assembly && reached.Add(type))
            {
                foreach (var field in type.GetFields(All))
                {
                    open.Push(field.FieldType);
                }
            }
        }

        return reached;
    }
}
