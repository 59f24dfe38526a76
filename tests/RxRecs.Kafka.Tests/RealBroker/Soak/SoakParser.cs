using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Reads what <see cref="SoakWriter"/> writes: a number and its event time, as text.</summary>
internal sealed class SoakParser : IRecordParser<int>
{
    public static string Text(int number, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeMilliseconds()} {number}");

    /// <summary>A number that the parser refuses, and that a dead letter shows.</summary>
    public static string Junk(int number) => string.Create(CultureInfo.InvariantCulture, $"junk {number}");

    /// <summary>The number in a dead letter; null for a tombstone.</summary>
    public static int? NumberOf(DeadLetter letter) =>
        letter.RawText.Length == 0 ? null : int.Parse(letter.RawText.Split(' ')[1], CultureInfo.InvariantCulture);

    public string? Parse(ConsumeResult<byte[], byte[]> record, out int value, out DateTimeOffset eventTime)
    {
        (value, eventTime) = (0, default);
        if (record.Message.Value is not { } bytes)
        {
            return "A tombstone.";
        }

        var parts = Encoding.UTF8.GetString(bytes).Split(' ');
        if (!long.TryParse(parts[0], CultureInfo.InvariantCulture, out var time))
        {
            return "Junk.";
        }

        value = int.Parse(parts[1], CultureInfo.InvariantCulture);
        eventTime = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return null;
    }
}
