using System.Runtime.CompilerServices;

namespace RxRecs.Tests.Interactions;

public sealed class InteractionTests
{
    private static readonly DateTimeOffset Noon = new(2020, 1, 6, 12, 0, 0, TimeSpan.FromHours(2));

    [Test]
    public void Interaction_Size_Is96Bytes() => Assert.That(Unsafe.SizeOf<Interaction>(), Is.EqualTo(96));

    [Test]
    public void Interaction_New_HasOnlyWhatWasGiven()
    {
        var interaction = new Interaction(Noon, InteractionKind.Cart, 1, 2);
        Assert.Multiple(() =>
        {
            Assert.That(interaction.EventTime, Is.EqualTo(Noon));
            Assert.That(interaction.EventTime.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(interaction.Kind, Is.EqualTo(InteractionKind.Cart));
            Assert.That((interaction.User, interaction.Item), Is.EqualTo(((Id)1, (Id)2)));
            Assert.That(interaction.Category, Is.EqualTo(Id.None));
            Assert.That(interaction.CategoryPath, Is.Null);
            Assert.That(interaction.Brand, Is.Null);
            Assert.That(interaction.Session, Is.Null);
            Assert.That(interaction.Price, Is.Null);
            Assert.That(interaction.Quantity, Is.EqualTo(1));
        });
    }

    [Test]
    public void Interaction_OtherKind_IsRefused() => Assert.That(
        () => new Interaction(Noon, (InteractionKind)4, 1, 1),
        Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Property(nameof(ArgumentException.ParamName)).EqualTo("kind"));

    [Test]
    public void Interaction_ItemIsNone_IsRefused() => Assert.That(
        () => new Interaction(Noon, InteractionKind.View, 1, Id.None),
        Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("item"));

    [Test]
    public void Interaction_TextAndNumbers_AreIds()
    {
        var interaction = new Interaction(Noon, InteractionKind.View, "anonymous:7", "42") { Category = "shoes" };
        Assert.That(interaction.User.ToString(), Is.EqualTo("anonymous:7"));
        Assert.That(interaction.Item, Is.EqualTo((Id)42));
        Assert.That(interaction.Category, Is.EqualTo((Id)"shoes"));
        Assert.That(new Interaction(Noon, InteractionKind.View, Id.None, 1).User.IsNone);
    }

    [TestCase("0", "0")]
    [TestCase("12.34", "12.34")]
    [TestCase("-0.79", "-0.79")]
    [TestCase("0.0000004", "0")]
    [TestCase("0.0000006", "0.000001")]
    [TestCase("9000000000000", "9000000000000")]
    [TestCase("-9000000000000", "-9000000000000")]
    public void Price_IsKept_ToSixDecimals(string given, string kept) =>
        Assert.That(Priced(decimal.Parse(given)).Price, Is.EqualTo(decimal.Parse(kept)));

    [TestCase("9000000000000.01")]
    [TestCase("-9000000000000.01")]
    [TestCase("79228162514264337593543950335")]
    public void Price_BeyondTheHighest_IsRefused(string given) =>
        Assert.That(() => Priced(decimal.Parse(given)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Interaction_EqualFields_AreEqual()
    {
        Assert.That(Priced(1.5m), Is.EqualTo(Priced(1.50m)));
        Assert.That(Priced(1.5m), Is.Not.EqualTo(Priced(1.6m)));
    }

    private static Interaction Priced(decimal price) => new(Noon, InteractionKind.View, 1, 1) { Price = price };
}
