using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Carts;

/// <summary>The laws of the machine on events in any order.</summary>
public sealed class CartMinusPurchaseLawTests
{
    private static readonly CartOptions Options = new()
    {
        AllowedLateness = TimeSpan.FromSeconds(60),
        AbandonAfter = TimeSpan.FromSeconds(30),
        ForgetAfter = TimeSpan.FromSeconds(150),
        MaxItemsPerCart = 2,
        ClosedItemsKept = 2,
        MaxKeys = 2,
    };

    [Test]
    public void CartMinusPurchase_AnyOrder_IsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var options = new CartOptions
        {
            AllowedLateness = TimeSpan.FromSeconds(600),
            AbandonAfter = TimeSpan.FromSeconds(40),
        };
        var machine = CartEvents.Machine(options);
        var results = EventTimeRun.Results(machine, events);
        var model = new CartModel(40);
        foreach (var one in events.OrderBy(x => x.Seconds))
        {
            model.Take(one);
        }

        Assert.That(
            results.Count(x => x.Contains(" Abandoned ", StringComparison.Ordinal)), Is.EqualTo(model.Abandoned));
        Assert.That(machine.State.Total(CartChangeKind.AbandonCancelled), Is.EqualTo(model.Cancelled));
        Assert.That(machine.State.Total(CartChangeKind.UnknownRemoved), Is.EqualTo(model.UnknownRemoved));
        Assert.That(machine.State.Total(CartChangeKind.UnknownPurchased), Is.EqualTo(model.UnknownPurchased));
        Assert.That(machine.State.Total(CartChangeKind.InvalidQuantity), Is.EqualTo(model.Invalid));
        foreach (var key in new[] { "a", "b", "c" })
        {
            Assert.That(
                machine.State.Open(key, CartOrder.OldestFirst).ToArray().Select(x => (x.Item, x.Quantity)),
                Is.EqualTo(model.Open(key)));
        }
    }).Holds();

    [Test]
    public void CartMinusPurchase_ArrivalWithinLateness_GivesTheSameChanges() =>
        Prop.ForAll(TimedEvent.AnyOrder, events =>
        {
            var arrived = TimedEvent.Shuffle(events, 60, events.Length);
            Assert.That(
                CartEvents.Run(Options, arrived),
                Is.EqualTo(CartEvents.Run(
                    Options with { AllowedLateness = TimeSpan.Zero }, arrived.OrderBy(x => x.Seconds))));
        }).Holds();

    [Test]
    public void CartMinusPurchase_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(() => CartEvents.Machine(Options), events)).Holds();

    [Test]
    public void CartMinusPurchase_AnyOrder_StaysWithinItsBounds() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = CartEvents.Machine(Options);
        var output = new Output<EventTimeResult<TimedEvent, string>>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
            Assert.That(machine.State.KeyCount, Is.LessThanOrEqualTo(2));
            foreach (var key in new[] { "a", "b", "c" })
            {
                Assert.That(machine.State.Open(key).Length, Is.LessThanOrEqualTo(2));
                Assert.That(machine.State.Closed(key).Length, Is.LessThanOrEqualTo(2));
                foreach (var line in machine.State.Open(key))
                {
                    Assert.That(line.Quantity, Is.GreaterThan(0));
                }
            }
        }
    }).Holds();

    /// <summary>The same said with lists, one cart after the other.</summary>
    private sealed class CartModel(int gap)
    {
        private readonly Dictionary<string, List<(int Item, int Quantity)>> _open = [];
        private readonly Dictionary<string, int> _last = [];
        private readonly HashSet<string> _abandoned = [];

        public int Abandoned { get; private set; }

        public int Cancelled { get; private set; }

        public int UnknownRemoved { get; private set; }

        public int UnknownPurchased { get; private set; }

        public int Invalid { get; private set; }

        public List<(int Item, int Quantity)> Open(string key) => _open.GetValueOrDefault(key, []);

        public void Take(TimedEvent one)
        {
            var idleKeys = _open.Keys.Where(
                x => _open[x].Count > 0 && _last[x] + gap <= one.Seconds && _abandoned.Add(x));
            foreach (var idle in idleKeys)
            {
                Abandoned++;
            }

            var (action, item, quantity) = (CartEvents.Action(one), CartEvents.Item(one), CartEvents.Quantity(one));
            var lines = Open(one.Key);
            var at = lines.FindIndex(x => x.Item == item);
            if (action == CartAction.None)
            {
                return;
            }

            if ((action is CartAction.Add or CartAction.Reduce && quantity < 1)
                || (action is CartAction.SetQuantity or CartAction.Purchase && quantity < 0))
            {
                Invalid++;
                return;
            }

            if (at < 0 && action is not (CartAction.Add or CartAction.Purchase))
            {
                UnknownRemoved++;
                return;
            }

            Cancelled += _abandoned.Remove(one.Key) ? 1 : 0;
            _last[one.Key] = one.Seconds;
            _open[one.Key] = lines;
            UnknownPurchased += at < 0 && action == CartAction.Purchase ? 1 : 0;
            Change(lines, at, action, item, quantity);
        }

        private static void Change(
            List<(int Item, int Quantity)> lines, int at, CartAction action, int item, int quantity)
        {
            var now = at < 0 ? 0 : lines[at].Quantity;
            var next = action switch
            {
                CartAction.Add => now + quantity,
                CartAction.SetQuantity => quantity,
                CartAction.Reduce => now - quantity,
                _ => 0,
            };
            if (next > 0 && action != CartAction.Add)
            {
                lines[at] = (item, next);
                return;
            }

            if (at >= 0)
            {
                lines.RemoveAt(at);
            }

            if (next > 0)
            {
                lines.Add((item, next));
            }
        }
    }
}
