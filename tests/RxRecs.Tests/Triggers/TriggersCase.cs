using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Triggers;

/// <summary>Each interaction is an event, and a change of its item just before: both streams are made of the one
/// source.</summary>
public class TriggersCase : InteractionCase<TriggersCase.Told>
{
    /// <summary>Gives the options of both forms of the operator.</summary>
    protected static TriggerOptions Options { get; } = new()
    {
        AllowedLateness = SampleInteractions.Disorder,
        AbandonAfter = TimeSpan.FromMinutes(20),
        InterestWindow = TimeSpan.FromHours(5),
        CoolDown = TimeSpan.FromMinutes(30),
    };

    public override string Operator => nameof(RecsObservable.Triggers);

    public override IObservable<Told> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var selectors = ShopRecommender.Selectors with
        {
            User = faults.Wrap((Interaction each) => each.User),
            EventTime = faults.Wrap((Interaction each) => each.EventTime),
        };
        return source.Publish(shared => Build(shared, shared.Select(Change), selectors))
            .Select(each => new Told(
                each.Kind,
                each.User,
                each.Items[0],
                each.EventTime,
                each.PriceBefore,
                each.Price,
                each.Suppressed,
                each.List is { Items: [var first, ..] } ? first.Item : (Id?)null));
    }

    /// <summary>Gives the triggers of the events and of the changes.</summary>
    protected virtual IObservable<Trigger<Id, Id>> Build(
        IObservable<Interaction> events,
        IObservable<ItemChange<Id>> changes,
        ShopSelectors<Interaction, Id, Id> selectors) => events.Triggers(changes, selectors, Options);

    private static ItemChange<Id> Change(Interaction value) => new(value.Item, value.EventTime)
    {
        Price = 5 + value.EventTime.Minute % 7,
        IsInStock = value.EventTime.Minute % 4 != 0,
    };

    /// <summary>A trigger without its id, which is another where numbers are replaced by texts.</summary>
    public readonly record struct Told(
        TriggerKind Kind,
        Id User,
        Id Item,
        DateTimeOffset EventTime,
        decimal? PriceBefore,
        decimal? Price,
        int Suppressed,
        Id? FirstOfList);
}
