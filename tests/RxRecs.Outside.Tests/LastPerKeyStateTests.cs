using System.Reactive.Linq;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Outside.Tests;

/// <summary>Last items fed and read by hand.</summary>
public sealed class LastPerKeyStateTests
{
    [Test]
    public void Add_InOrderOfArrival_KeepsWhatTheOperatorEmits([Values] bool distinct) =>
        Prop.ForAll(Step.InAnyOrder, steps =>
        {
            var options = new LastPerKeyOptions { Distinct = distinct, MaxKeys = 3 };
            var state = new LastPerKeyState<string, int>(3, LastPerKeyOrder.Arrival, options);
            using var lists = steps.ToObservable()
                .LastPerKey(3, step => step.Key, step => step.Item, options: options)
                .Where(list => !list.HasLeft).ToEnumerable().GetEnumerator();
            foreach (var step in steps)
            {
                state.Add(step.Key, step.Item);
                Assert.That(lists.MoveNext());
                Assert.That(
                    new LastItems<string, int>(step.Key, [.. state.Newest(step.Key)], state.EvictedKeys),
                    Is.EqualTo(lists.Current));
            }

            Assert.That(lists.MoveNext(), Is.False);
        }).Holds();

    [Test]
    public void Add_NoKey_NamesItAndChangesNothing()
    {
        var state = new LastPerKeyState<string, int>(2);
        state.Add("ann", 1);
        Assert.That(() => state.Add(null!, 2), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("key"));
        Assert.That((state.KeyCount, state.Newest("ann").ToArray()), Is.EqualTo((1, new[] { 1 })));
    }
}
