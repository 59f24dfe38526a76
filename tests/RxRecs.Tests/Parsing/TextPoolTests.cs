using System.Text;

namespace RxRecs.Tests.Parsing;

public sealed class TextPoolTests
{
    [TestCase("apple")]
    [TestCase("26dd6e6e-4dac-4778-8d2c-92e149dab885")]
    [TestCase("красота")]
    [TestCase("electronics")]
    public void TryGet_SameTextTwice_IsTheSameString(string text)
    {
        var pool = new TextPool(4);
        pool.TryGet(Encoding.UTF8.GetBytes(text), out var first);
        pool.TryGet(Encoding.UTF8.GetBytes(text), out var second);

        Assert.That(first, Is.EqualTo(text));
        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public void TryGet_MoreTextsThanSlots_AreAllRight()
    {
        var pool = new TextPool(2, "p-");
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string((char)random.Next('a', 'ч'), random.Next(1, 40)) + random.Next(50);
            Assert.That(pool.TryGet(Encoding.UTF8.GetBytes(text), out var value), Is.True);
            Assert.That(value, Is.EqualTo("p-" + text));
        }
    }

    [Test]
    public void TryGet_RepeatedText_AllocatesNothing()
    {
        var pool = new TextPool(4);
        pool.TryGet("26dd6e6e-4dac-4778-8d2c-92e149dab885"u8, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            pool.TryGet("26dd6e6e-4dac-4778-8d2c-92e149dab885"u8, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void TryGet_NotUtf8_IsFalse() => Assert.That(new TextPool(4).TryGet([0x61, 0xC3, 0x28], out _), Is.False);

    [Test]
    public void TryGet_Empty_IsNull()
    {
        Assert.That(new TextPool(4).TryGet([], out var value), Is.True);
        Assert.That(value, Is.Null);
    }
}
