using System.Reactive.Linq;
using RxRecs.Machines;

namespace RxRecs.Tests.Carts;

public sealed class CartActionsTests
{
    private static readonly CartOptions InOrder = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void OfUser_GuestsOfNoName_AreRefusedAndShareNoCart()
    {
        var time = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var guest = new Interaction(time, InteractionKind.Cart, Id.None, "mug") { Session = "s" };
        Assert.That(() => CartActions.OfUser(guest), Throws.ArgumentException.With.Message.Contains("has no user"));
        Assert.That(
            () => Observable.Return(guest)
                .CartMinusPurchase(CartActions.OfUser, each => each.EventTime, InOrder).Wait(),
            Throws.ArgumentException);
        Assert.That(CartActions.OfSession(guest).Key, Is.EqualTo("s"));
    }

    [Test]
    public void Total_KindThatIsNone_IsRefusedByName() => Assert.That(
        () => new CartState<string, string>(InOrder).Total((CartChangeKind)99),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("kind"));
}
