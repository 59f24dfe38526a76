using RxRecs.Live.Pipeline;

namespace RxRecs.Live;

/// <summary>Tests which carts count as open, and as abandoned.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OpenCartsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly OpenCarts _carts = new();

    [Test]
    public void Touch_CartThatIsOpen_IsTheNewestAgain()
    {
        _carts.Touch(1, Start);
        _carts.Touch(2, Start.AddMinutes(1));
        _carts.Touch(1, Start.AddMinutes(2));

        Assert.That(_carts.Count, Is.EqualTo(2));
        Assert.That(_carts.Abandoned(Start.AddMinutes(3.5)), Is.EqualTo(1), "the second alone");
        Assert.That(_carts.Abandoned(Start.AddMinutes(4.5)), Is.EqualTo(2));
    }

    [Test]
    public void Remove_CartTouchedTwice_LeavesNothing()
    {
        _carts.Touch(1, Start);
        _carts.Touch(1, Start.AddMinutes(1));

        Assert.That(_carts.Remove(1), Is.True);
        Assert.That(_carts.Count, Is.Zero);
        Assert.That(_carts.Abandoned(Start.AddHours(1)), Is.Zero);
    }
}
