using System.Reactive.Linq;
using NUnit.Framework;
using RxRecs;
using RxRecs.Testing;

namespace ShopWorker.Tests;

public sealed class ShopListsTests
{
    private static readonly DateTimeOffset Nine = new(2024, 5, 1, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public void Lists_ItemInTheCart_ComesFirst()
    {
        Interaction[] events =
        [
            new(Nine, InteractionKind.Cart, "anna", "kettle"),
            new(Nine.AddMinutes(1), InteractionKind.View, "anna", "mug"),
        ];

        var list = events.ToObservable().Lists().ToEnumerable().Last();

        Assert.That(list.Items.Select(each => each.Item.ToString()), Is.EqualTo(new[] { "kettle", "mug" }));
    }

    [Test]
    public void Lists_EventsOutOfOrder_AreThoseOfEventsInOrder()
    {
        var events = Enumerable.Range(0, 200)
            .Select(i => new Interaction(Nine.AddSeconds(i), InteractionKind.View, i % 3, i % 7))
            .ToList();

        OperatorLaws.CheckDisorder(
            source => source.Lists(), events, each => each.EventTime, allowedLateness: TimeSpan.FromMinutes(1));
    }
}
