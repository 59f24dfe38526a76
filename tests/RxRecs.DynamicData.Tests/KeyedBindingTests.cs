using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData.Binding;

namespace RxRecs.DynamicData.Tests;

/// <summary>Last items and open carts, bound in every way, against what the operators' own results come to.</summary>
public sealed class KeyedBindingTests
{
    private const int Events = 20_000;
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void ToChangeSet_RandomLastItems_EveryBindingHoldsTheLastListOfEachKey()
    {
        var options = new LastPerKeyOptions { Distinct = true, MaxKeys = 6, TimeToLive = TimeSpan.FromHours(2) };
        using var source = new Subject<(DateTimeOffset Time, int Key, int Item)>();
        var lists = source.LastPerKey(3, each => each.Key, each => each.Item, each => each.Time, options).Publish();
        var order = SortExpressionComparer<LastItems<int, int>>.Descending(each => each.Items[0])
            .ThenByAscending(each => each.Key);
        using var views = new BoundViews<LastItems<int, int>, int>(lists.ToChangeSet(), order, order);
        using var cache = lists.ToCache();
        views.Compare(cache);
        var expected = new Dictionary<int, LastItems<int, int>>();
        using var results = lists.Subscribe(list => Hold(expected, list));
        using var connection = lists.Connect();
        var random = new Random(6);

        foreach (var (i, time) in Times(random).Index())
        {
            source.OnNext((time, random.Next(10), random.Next(5)));
            Assert.That(views.Faults([.. expected.Values.Order(order)]), Is.Empty, $"event {i}");
        }

        Assert.That(expected.Values.Max(list => list.EvictedKeys), Is.GreaterThan(1000));
    }

    [Test]
    public void ToChangeSet_RandomCarts_EveryBindingHoldsTheOpenLinesOfEveryCart()
    {
        var options = new CartOptions
        {
            AllowedLateness = TimeSpan.Zero,
            AbandonAfter = TimeSpan.FromHours(1),
            ForgetAfter = TimeSpan.FromHours(4),
            MaxKeys = 4,
            MaxItemsPerCart = 3,
        };
        using var source = new Subject<(DateTimeOffset Time, int Key, int Item, CartAction Action, int Quantity)>();
        var results = source.CartMinusPurchase(
            each => new CartEvent<int, int>(each.Key, each.Item, each.Action, each.Quantity),
            (CartChange<int, int> change, ReadOnlySpan<CartLine<int>> lines) =>
                (Change: change, Lines: lines.ToArray()),
            each => each.Time,
            options).Publish();
        var changes = results.Select(each => each.Change);
        var order = SortExpressionComparer<OpenCartLine<int, int>>.Descending(each => each.ChangedAt)
            .ThenByAscending(each => each.Key).ThenByAscending(each => each.Item);
        using var views = new BoundViews<OpenCartLine<int, int>, (int Key, int Item)>(
            changes.ToChangeSet(), order, order);
        using var cache = changes.ToCache();
        views.Compare(cache);
        var expected = new OpenCarts();
        using var model = results.Subscribe(each => expected.Apply(each.Change, each.Lines));
        using var connection = results.Connect();
        var random = new Random(7);

        foreach (var (i, time) in Times(random).Index())
        {
            var action = (CartAction)random.Next((int)CartAction.Purchase + 1);
            source.OnNext((time, random.Next(6), random.Next(5), action, random.Next(3)));
            Assert.That(views.Faults([.. expected.Lines.Order(order)]), Is.Empty, $"event {i}");
        }

        Assert.That(expected.Kinds, Is.EquivalentTo(Enum.GetValues<CartChangeKind>()));
    }

    // Some minutes apart, at times hours, so that all that is kept leaves.
    private static IEnumerable<DateTimeOffset> Times(Random random)
    {
        var time = Start;
        for (var i = 0; i < Events; i++)
        {
            time = time.AddMinutes(random.Next(40) == 0 ? 60 * random.Next(6) : random.Next(20));
            yield return time;
        }
    }

    private static void Hold(Dictionary<int, LastItems<int, int>> lists, LastItems<int, int> list)
    {
        if (list.HasLeft)
        {
            lists.Remove(list.Key);
        }
        else
        {
            lists[list.Key] = list;
        }
    }

    private sealed class OpenCarts
    {
        private readonly Dictionary<int, CartLine<int>[]> _carts = [];
        private readonly Dictionary<(int Key, int Item), DateTimeOffset> _changedAt = [];
        private readonly HashSet<int> _abandoned = [];

        public HashSet<CartChangeKind> Kinds { get; } = [];

        public IEnumerable<OpenCartLine<int, int>> Lines =>
            from cart in _carts
            from line in cart.Value
            select new OpenCartLine<int, int>(
                cart.Key,
                line.Item,
                line.Quantity,
                _changedAt[(cart.Key, line.Item)],
                _abandoned.Contains(cart.Key));

        public void Apply(CartChange<int, int> change, CartLine<int>[] lines)
        {
            Kinds.Add(change.Kind);
            _carts[change.Key] = lines;
            switch (change.Kind)
            {
                case CartChangeKind.Added or CartChangeKind.Reopened or CartChangeKind.QuantityChanged:
                    _changedAt[(change.Key, change.Item)] = change.EventTime;
                    break;
                case CartChangeKind.Abandoned:
                    _abandoned.Add(change.Key);
                    break;
                case CartChangeKind.AbandonCancelled or CartChangeKind.Forgotten:
                    _abandoned.Remove(change.Key);
                    break;
            }
        }
    }
}
