using RxRecs.Recommenders;

namespace RxRecs.Tests.Erasure;

/// <content>Guests and visits that become accounts.</content>
public sealed partial class ErasableRecommenderTests
{
    [Test]
    public void Merge_OfEventsThatAreNoLongerRemembered_CountsThem()
    {
        var erasable = Shopping(TwoOfThree);
        Learn(erasable, Enumerable.Range(1, 8).Select(item => Shop.View("guest", item)));

        Assert.That(erasable.Merge("guest", "anna"), Is.EqualTo(new UserChangeResult(5, 3)));
        Assert.That(erasable.Forget("anna"), Is.EqualTo(new UserChangeResult(5, 3)), "the guest's are known as hers");
        Assert.That(Text(erasable), Does.Not.Contain("guest"));
    }

    [Test]
    public void MergeVisit_OfAVisitWithoutUser_GivesItsCartToTheAccount()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.Cart(Id.None, 1) with { Session = "s" }, Shop.Cart("anna", 2)]);

        Assert.That(erasable.MergeVisit("s", "anna"), Is.EqualTo(new UserChangeResult(1, 0)));

        Assert.That(
            Inner(erasable).Carts.Open("anna").ToArray().Select(line => line.Item), Is.EqualTo(new Id[] { 2, 1 }));
    }

    [Test]
    public void Forget_OfAnAccountWithAVisitOfOldEvents_TellsThatTheyMayStay()
    {
        var erasable = Shopping(TwoOfThree);
        Learn(erasable, [Shop.View(Id.None, 1) with { Session = "s" }]);
        Learn(erasable, Enumerable.Range(1, 8).Select(item => Shop.View("bert", item)));

        Assert.That(erasable.MergeVisit("s", "anna"), Is.EqualTo(new UserChangeResult(0, 0) { Unknown = 1 }));
        Assert.That(erasable.Forget("anna"), Is.EqualTo(new UserChangeResult(0, 0) { Unknown = 1 }));
        Assert.That(erasable.Forget("carl").IsComplete, Is.True, "who has no visits");
    }
}
