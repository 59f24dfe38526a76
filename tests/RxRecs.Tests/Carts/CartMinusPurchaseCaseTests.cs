using RxRecs.Machines;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Carts;

/// <summary>Reference system 001: its acceptance case.</summary>
public sealed class CartMinusPurchaseCaseTests
{
    private const long User = 1001;

    [Test]
    public void Case001_OpenCartBeforeEachSession_IsAsRecommended()
    {
        var machine = Machine();
        var output = new Output<EventTimeResult<Interaction, CartChange<Id, Id>>>();
        var recommended = CaseFiles.Expected("001").GetProperty("recommended");
        var sessions = recommended.GetProperty("per_session").EnumerateArray().ToList();
        var before = new Dictionary<string, Id[]>();
        foreach (var one in Events())
        {
            if (one.User == User)
            {
                before.TryAdd(one.Session!, Items(machine, CartOrder.NewestFirst));
            }

            machine.OnEvent(one, output);
        }

        Assert.That(before, Has.Count.EqualTo(sessions.Count));
        foreach (var session in sessions)
        {
            Assert.That(
                before[session.GetProperty("session").GetString()!],
                Is.EqualTo(Numbers(session.GetProperty("open_cart_newest_first"))));
        }
    }

    [TestCase("open_cart_at_end_newest_first", CartOrder.NewestFirst)]
    [TestCase("open_cart_at_end_oldest_first", CartOrder.OldestFirst)]
    public void Case001_OpenCartAtEnd_IsAsRecommended(string expected, CartOrder order)
    {
        var machine = Machine();
        var output = new Output<EventTimeResult<Interaction, CartChange<Id, Id>>>();
        foreach (var one in Events())
        {
            machine.OnEvent(one, output);
        }

        machine.OnCompleted(output);
        Assert.That(
            Items(machine, order),
            Is.EqualTo(Numbers(CaseFiles.Expected("001").GetProperty("recommended").GetProperty(expected))));
    }

    private static IEnumerable<Interaction> Events() =>
        CaseFiles.Rows(Repository.Case("001_input.csv"))
            .Select(row => CaseFiles.ToInteraction(row) with { Session = row["user_session"] });

    private static CartMinusPurchaseMachine<Interaction, Id, Id, CartChange<Id, Id>> Machine() => new(
        x => new(x.User, x.Item, x.Kind switch
        {
            InteractionKind.Cart => CartAction.Add,
            InteractionKind.Remove => CartAction.Remove,
            InteractionKind.Purchase => CartAction.Purchase,
            _ => CartAction.None,
        }),
        (change, _) => change,
        x => x.EventTime,
        new CartOptions { AllowedLateness = TimeSpan.Zero });

    private static Id[] Items(
        CartMinusPurchaseMachine<Interaction, Id, Id, CartChange<Id, Id>> machine, CartOrder order) =>
        [.. machine.State.Open(User, order).ToArray().Select(x => x.Item)];

    private static IEnumerable<Id> Numbers(System.Text.Json.JsonElement array) =>
        array.EnumerateArray().Select(x => (Id)x.GetInt64());
}
