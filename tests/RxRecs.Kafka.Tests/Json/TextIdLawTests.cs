using System.Buffers;
using System.Reactive.Linq;
using System.Text;
using RxRecs.Testing;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>
/// Records written as JSON and read again have the same ids, and give the same results as with numbers.
/// </summary>
public sealed class TextIdLawTests
{
    [Test]
    public void Json_IdsReplacedByTexts_GiveTheSameResults([Range(1, 4)] int seed)
    {
        var numbers = SampleInteractions.Disordered(new Random(seed), 400).Select(TextIds.Spread).ToList();
        var texts = numbers.ConvertAll(TextIds.Of);

        var (numbersBack, textsBack) = (ThroughJson(numbers), ThroughJson(texts));

        Assert.That(numbersBack, Is.EqualTo(numbers));
        Assert.That(textsBack, Is.EqualTo(texts));
        Assert.That(Results(textsBack), Is.EqualTo(Results(numbersBack)).And.Not.Empty);
    }

    [TestCase("42")]
    [TestCase("007")]
    [TestCase("SKU-1001-RED/42")]
    [TestCase("ключ")]
    public void KeyOf_Id_IsItsText(string text) =>
        Assert.That(KafkaKey.Of((Id)text), Is.EqualTo(Encoding.UTF8.GetBytes(text)).And.EqualTo(KafkaKey.Of(text)));

    [Test]
    public void KeyOf_NumberAndItsText_AreTheSameBytes()
    {
        Assert.That(KafkaKey.Of((Id)42), Is.EqualTo(KafkaKey.Of((Id)"42")).And.EqualTo(KafkaKey.Of(42L)));
        Assert.That(KafkaKey.Of(Id.None), Is.Null);
    }

    private static List<Interaction> ThroughJson(List<Interaction> events)
    {
        var output = new ArrayBufferWriter<byte>();
        return events.ConvertAll(each =>
        {
            output.ResetWrittenCount();
            InteractionJson.Write(each, output);
            Assert.That(InteractionJson.Parse(output.WrittenSpan, out var back), Is.Null);
            return back;
        });
    }

    private static List<string> Results(IEnumerable<Interaction> events)
    {
        var carts = new CartOptions { AllowedLateness = SampleInteractions.Disorder };
        return [.. events.ToObservable().CartMinusPurchasePerUser(carts)
            .ToEnumerable().Select(change => TextIds.Back(ResultText.Of(change)))];
    }
}
