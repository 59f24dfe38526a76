using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData;

namespace RxRecs.DynamicData.Tests;

public sealed class RankedChangeSetTests
{
    private static readonly string[][] Lists = [["a", "b", "c"], ["b", "a", "c"], ["b", "a", "c"], ["b", "d"], []];

    [Test]
    public void ToRankedChangeSet_NewList_SaysJustWhatChanged()
    {
        var sets = Run(Lists);

        Assert.That(sets.Select(Text), Is.EqualTo(new[]
        {
            "Add a 1, Add b 2, Add c 3",
            "Update b 2>1, Update a 1>2, Update c 3>3",
            "Update b 1>1, Update a 2>2",
            "Remove a 2, Remove c 3, Add d 2",
            "Remove b 1, Remove d 2",
        }));
    }

    [Test]
    public void ToRankedChangeSet_AppliedToACache_GivesTheLastList()
    {
        var random = new Random(7);
        var lists = Enumerable.Range(0, 200)
            .Select(_ => Enumerable.Range(0, 12).Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next())
                .Select(item => $"item {item}").ToArray())
            .ToArray();
        using var source = new Subject<IReadOnlyList<string>>();
        using var cache = source.ToRankedChangeSet(entry => entry).AsObservableCache();

        foreach (var list in lists)
        {
            source.OnNext(list);
            Assert.That(cache.Items.OrderBy(each => each.Rank).Select(each => each.Entry), Is.EqualTo(list));
            Assert.That(cache.Items.Select(each => each.Rank).Order(), Is.EqualTo(Enumerable.Range(1, list.Length)));
        }
    }

    [Test]
    public void ToRankedChangeSet_EntryThatStaysLeavesAndComesBack_HasAPreviousRankOnlyIfTheListBeforeHeldIt()
    {
        string[][] lists = [["a", "b"], ["b", "a"], ["b", "a"], ["b"], ["b", "a"], [], ["b", "a"]];
        using var source = new Subject<IReadOnlyList<string>>();
        using var cache = source.ToRankedChangeSet(entry => entry).AsObservableCache();
        var ranks = new List<string>();

        foreach (var list in lists)
        {
            source.OnNext(list);
            ranks.Add(cache.Lookup("a") is { HasValue: true } a ? $"{a.Value.PreviousRank}>{a.Value.Rank}" : "gone");
        }

        Assert.That(ranks, Is.EqualTo(new[] { ">1", "1>2", "2>2", "gone", ">2", "gone", ">2" }));
    }

    [Test]
    public void ToRankedChangeSet_SameListAgain_IsSilentOnceThePreviousRanksAreTheRanks()
    {
        string[] list = ["a", "b", "c"];

        var sets = Run([list, list, list, list]);

        Assert.That(sets.Select(set => (set.Adds, set.Updates)), Is.EqualTo(new[] { (3, 0), (0, 3) }));
    }

    [Test]
    public void ToRankedChangeSet_EqualEntryThatIsAnotherObject_RemovesTheOneThatWasTold()
    {
        var entries = Enumerable.Range(0, 3).Select(i => new Named("a", i)).ToArray();
        using var source = new Subject<IReadOnlyList<Named>>();
        var told = new List<int>();
        using var changes = source.ToRankedChangeSet(each => each.Name)
            .Subscribe(set => told.Add(set.Single().Current.Entry.Number));

        Array.ForEach(entries, entry => source.OnNext([entry]));
        source.OnNext([]);

        Assert.That(told, Is.EqualTo(new[] { 0, 1, 1 }), "the third is equal to the second, and not told");
    }

    [Test]
    public void ToRankedChangeSet_EntriesWithArrays_AreUpdatedWithEachListAndBound()
    {
        using var source = new Subject<IReadOnlyList<Tagged>>();
        using var views = BoundRanks.Bind(source.ToRankedChangeSet(each => each.Name), each => each.Name);

        for (var i = 0; i < 100; i++)
        {
            Tagged[] list = [new("a", []), new("b", [])];
            source.OnNext(list);
            int?[] before = i == 0 ? [null, null] : [1, 2];
            Assert.That(
                views.Faults([new(list[0], 1, before[0]), new(list[1], 2, before[1])]), Is.Empty, $"list {i}");
        }
    }

    [Test]
    public void ToRankedChangeSet_KeyTwiceInAList_EndsWithAnErrorThatNamesIt()
    {
        var error = Assert.Throws<ArgumentException>(() => Run([["a", "a"]]));

        Assert.That(error.Message, Does.Contain("names a twice"));
    }

    [Test]
    public void ToRankedChangeSet_TwoSubscriptions_AreIndependent()
    {
        var changes = Lists.ToObservable().ToRankedChangeSet(entry => entry);

        var first = changes.ToEnumerable().Select(Text).ToList();
        var second = changes.ToEnumerable().Select(Text).ToList();

        Assert.That(second, Is.EqualTo(first));
    }

    private static List<IChangeSet<Ranked<string>, string>> Run(string[][] lists) =>
        [.. lists.ToObservable().ToRankedChangeSet(entry => entry).ToEnumerable()];

    private static string Text(IChangeSet<Ranked<string>, string> set) => string.Join(", ", set.Select(change =>
        change.Previous.HasValue
            ? $"{change.Reason} {change.Key} {change.Current.PreviousRank}>{change.Current.Rank}"
            : $"{change.Reason} {change.Key} {change.Current.Rank}"));

    private sealed record Tagged(string Name, string[] Tags);

    private sealed record Named(string Name, int Number)
    {
        public bool Equals(Named? other) => other?.Name == Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
