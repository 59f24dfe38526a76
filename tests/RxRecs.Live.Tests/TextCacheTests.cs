using System.Text;
using RxRecs.Live.Messages;

namespace RxRecs.Live;

/// <summary>Tests which strings are shared.</summary>
[TestFixture]
public sealed class TextCacheTests
{
    [Test]
    public void Get_Texts_AreRightAndSharedWhereTheyAreShort()
    {
        var cache = new TextCache();
        foreach (var text in new[] { "", "a", "visit-17", new string('x', TextCache.MaxLength) })
        {
            var first = Get(cache, text);
            Assert.That(first, Is.EqualTo(text));
            Assert.That(Get(cache, text), Is.SameAs(first));
        }

        var longer = new string('x', TextCache.MaxLength + 1);
        var once = Get(cache, longer);
        Assert.That(once, Is.EqualTo(longer));
        Assert.That(Get(cache, longer), Is.Not.SameAs(once));
    }

    [Test]
    public void Get_MoreTextsThanPlaces_AreRight()
    {
        var cache = new TextCache();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 400_000; i++)
            {
                var text = $"visit-{i}";
                if (!string.Equals(Get(cache, text), text, StringComparison.Ordinal))
                {
                    Assert.Fail(text);
                }
            }
        }
    }

    private static string Get(TextCache cache, string text) => cache.Get(Encoding.ASCII.GetBytes(text));
}
