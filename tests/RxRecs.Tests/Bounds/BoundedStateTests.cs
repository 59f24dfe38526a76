using System.Reactive.Subjects;
using RxRecs.Tests.Architecture;

namespace RxRecs.Tests.Bounds;

/// <summary>
/// Under a flood of keys that never come again the memory of every operator stays what it is once its bounds are
/// reached.
/// </summary>
[NonParallelizable]
public sealed class BoundedStateTests
{
    private const int WarmUp = 10;
    private static readonly string[] Names = [.. BoundedOperators.Cases.Keys];

    [TestCaseSource(nameof(Names))]
    public void Operator_MillionKeysAtTenThousand_MemoryIsFlat(string name) =>
        AssertFlat(name, KeyShape.Everything, cap: 10_000, keys: 1_000_000);

    [TestCaseSource(nameof(Names))]
    public void Operator_ItemsOfOneUser_MemoryIsFlat(string name) =>
        AssertFlat(name, KeyShape.Items, cap: 5_000, keys: 400_000);

    [TestCaseSource(nameof(Names))]
    public void Operator_UsersOfOneItem_MemoryIsFlat(string name) =>
        AssertFlat(name, KeyShape.Users, cap: 5_000, keys: 400_000);

    [Explicit("20 million events to each operator: a quarter of an hour.")]
    [Category("Long")]
    [TestCaseSource(nameof(Names))]
    public void Operator_TwentyMillionKeysAtHundredThousand_MemoryIsFlat(string name) =>
        AssertFlat(name, KeyShape.Everything, cap: 100_000, keys: 20_000_000);

    [Test]
    public void Operators_ThatKeepKeys_AreAllTried()
    {
        var tried = Names.Select(static name => name.Split('.')[0]).Concat(BoundedOperators.NotKeyed.Keys);
        Assert.That(
            OperatorMethods.All().Select(static method => method.Name).Distinct(),
            Is.SubsetOf(tried.Distinct()),
            "Put the operator into Cases of BoundedOperators, with its bounds at the cap, or into NotKeyed.");
    }

    /// <summary>
    /// A key that is kept takes 24 bytes and more; a quarter of that for each key after the warm-up is what the runtime
    /// may add.
    /// </summary>
    private static void AssertFlat(string name, KeyShape shape, int cap, int keys)
    {
        using var source = new Subject<Interaction>();
        using var subscription = BoundedOperators.Cases[name](source, cap);
        var warm = cap * WarmUp;
        Flood.Send(source, shape, 0, warm);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Flood.Send(source, shape, warm, keys);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.That(after - before, Is.LessThan(24L * (keys - warm) / 4), $"{before:N0} bytes became {after:N0}.");
        GC.KeepAlive(subscription);
    }
}
