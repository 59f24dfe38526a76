using System.Reactive.Linq;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Outside.Tests;

/// <summary>Similar items fed and read by hand.</summary>
public sealed class SimilarItemsStateTests
{
    [Test]
    public void Learn_ThenQuery_FindsWhatTheOperatorEmits() => Prop.ForAll(Step.InAnyOrder, steps =>
    {
        var options = new SimilarItemsOptions { LastCount = 3, MaxUsers = 3 };
        var emitted = steps.ToObservable()
            .SimilarItems(4, step => step.Key, step => step.Item, options).ToList().Wait();
        var state = new SimilarItemsState<string, int>(options);
        var found = new List<SimilarItem<int>>();
        foreach (var (i, step) in steps.Index())
        {
            state.Learn(step.Key, step.Item);
            state.Query(step.Key, 4, found);
            Assert.That(new SimilarItemsList<string, int>(step.Key, [.. found]), Is.EqualTo(emitted[i]));
        }
    }).Holds();

    [TestCase(null, "hat", "user")]
    [TestCase("ann", null, "item")]
    public void Learn_Null_NamesItAndChangesNothing(string? user, string? item, string parameter)
    {
        var state = new SimilarItemsState<string, string>();
        Assert.That(
            () => state.Learn(user!, item!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo(parameter));
        Assert.That((state.UserCount, state.ItemCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void SimilarItemsList_WithoutItems_IsRefused() => Assert.That(
        () => new SimilarItemsList<string, int>("ann", null!),
        Throws.ArgumentNullException.With.Property("ParamName").EqualTo("items"));
}
