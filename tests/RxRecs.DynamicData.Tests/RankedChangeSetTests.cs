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
            "Update b 2>1, Update a 1>2",
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
            ? $"{change.Reason} {change.Key} {change.PreviousIndex + 1}>{change.CurrentIndex + 1}"
            : $"{change.Reason} {change.Key} {change.Current.Rank}"));
}
