namespace RxRecs.Tests.Carts;

/// <summary>
/// Carts whose items are packed are the same as carts that keep them as they are, under any sequence of edits, and hold
/// the texts that are in a cart and no other.
/// </summary>
public sealed class PackedCartLinesTests
{
    private const int Slots = 4;
    private static readonly Id[] Items = [0, 7, long.MaxValue, "a", "b", "c", "d", "007", "7.5", Id.None];

    [Test]
    public void Lines_AnyEdits_AreAsUnpackedAndHoldTheirTexts(
        [Values(1, 3)] int maxOpen, [Values(0, 2)] int maxClosed, [Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var held = new HeldTexts();
        var packed = new CartLines<Id, long, PackedIds>(maxOpen, maxClosed, new PackedIds(held));
        var plain = new CartLines<Id, Id, AsIs<Id>>(maxOpen, maxClosed, new AsIs<Id>(null));
        var mostHeld = 0;
        for (var step = 1; step <= 2_000; step++)
        {
            var (slot, action, item) = (random.Next(Slots), random.Next(12), Items[random.Next(Items.Length)]);
            Assert.That(Edit(packed, slot, action, item, step), Is.EqualTo(Edit(plain, slot, action, item, step)));
            Assert.That(packed.Open(slot).ToArray(), Is.EqualTo(plain.Open(slot).ToArray()));
            Assert.That(packed.Closed(slot).ToArray(), Is.EqualTo(plain.Closed(slot).ToArray()));
            mostHeld = Math.Max(mostHeld, held.Count);
            Assert.That(held.Count, Is.EqualTo(Texts(plain)), $"step {step}");
        }

        Assert.That(mostHeld, Is.GreaterThan(1));
        for (var slot = 0; slot < Slots; slot++)
        {
            packed.Remove(slot);
        }

        Assert.That(held.Count, Is.Zero);
    }

    /// <summary>Edits as a cart's state does and gives the line that was dropped.</summary>
    private static CartLine<Id> Edit(CartLines<Id> lines, int slot, int action, Id item, int step)
    {
        var at = lines.Find(slot, item);
        var isOpen = at >= 0 && at < lines.OpenCount(slot);
        var line = new CartLine<Id>(item, step, step);
        var dropped = default(CartLine<Id>);
        switch (action)
        {
            case 0:
                lines.Remove(slot);
                lines.Start(slot);
                break;
            case < 5 when isOpen:
                lines.Close(slot, at);
                break;
            case < 7 when isOpen:
                lines.SetQuantity(slot, at, step);
                break;
            case < 6 when !isOpen:
                lines.AddClosed(slot, at, line);
                break;
            default:
                lines.OpenFirst(slot, at, line);
                lines.TryDropOldest(slot, out dropped);
                break;
        }

        return dropped;
    }

    private static int Texts(CartLines<Id> lines) => Enumerable.Range(0, Slots)
        .SelectMany(slot => lines.Open(slot).ToArray().Concat(lines.Closed(slot).ToArray()))
        .Select(line => line.Item)
        .Where(item => !item.IsNumber && !item.IsNone)
        .Distinct()
        .Count();
}
