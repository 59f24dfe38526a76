using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;
using RxRecs.Tests.Interactions;

namespace RxRecs.Tests.Carts;

public sealed class CartMinusPurchaseCase : InteractionCase<CartChange<Id, Id>>
{
    private static readonly CartOptions Options = new()
    {
        AllowedLateness = SampleInteractions.Disorder,
        AbandonAfter = TimeSpan.FromMinutes(30),
        ForgetAfter = TimeSpan.FromHours(2),
        MaxKeys = 6,
        MaxItemsPerCart = 3,
        ClosedItemsKept = 3,
    };

    public override string Operator => nameof(RecsObservable.CartMinusPurchase);

    public override int? StateBound => 300 + (6 * (20 + (6 * 20))) + (100 * 40);

    public override IObservable<CartChange<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var (cartEvent, time) = UserCode(faults);
        return source.CartMinusPurchase(cartEvent, time, Options);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var (cartEvent, time) = UserCode(faults);
        return MachineProbe.For(new CartMinusPurchaseMachine<Interaction, Id, Id, CartChange<Id, Id>>(
            cartEvent, (change, _) => change, time, Options));
    }

    public override IReadOnlyList<Interaction> SteadyEvents(int count)
    {
        var events = new Interaction[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = new Interaction(
                SampleInteractions.Start.AddSeconds(20L * i), (InteractionKind)(i % 4), i * 7 % 8, i * 5 % 9);
        }

        return events;
    }

    private static (Func<Interaction, CartEvent<Id, Id>> CartEvent, Func<Interaction, DateTimeOffset> Time) UserCode(
        FaultInjector faults) => (
        faults.Wrap((Interaction each) =>
            new CartEvent<Id, Id>(each.User, each.Item, (CartAction)(each.Item.Number() % 6), each.Quantity)),
        faults.Wrap((Interaction each) => each.EventTime));
}

public sealed class CartMinusPurchasePerUserCase : InteractionCase<CartChange<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.CartMinusPurchasePerUser);

    public override TimeSpan Settle => TimeSpan.FromHours(2);

    public override IObservable<CartChange<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.CartMinusPurchasePerUser(
        new CartOptions { AllowedLateness = SampleInteractions.Disorder, AbandonAfter = TimeSpan.FromMinutes(20) });
}

public sealed class CartMinusPurchasePerSessionCase : InteractionCase<CartChange<string, Id>>
{
    public override string Operator => nameof(RecsObservable.CartMinusPurchasePerSession);

    public override IObservable<CartChange<string, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.CartMinusPurchasePerSession(new CartOptions { AllowedLateness = TimeSpan.Zero });
}
