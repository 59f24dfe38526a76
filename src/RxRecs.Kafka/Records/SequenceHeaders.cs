using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// The two headers that number results: <c>rxrecs-source</c> holds topic and partition of the input
/// (<c>topic/3</c>), <c>rxrecs-seq</c> the sequence as a decimal number, both in UTF-8.
/// </summary>
internal static class SequenceHeaders
{
    /// <summary>The name of the header that says which input partition the result comes from.</summary>
    public const string Source = "rxrecs-source";

    /// <summary>The name of the header that numbers the results of that partition.</summary>
    public const string Sequence = "rxrecs-seq";

    /// <summary>Adds both headers.</summary>
    /// <param name="headers">The headers to add to.</param>
    /// <param name="sequence">The source and the number that the headers hold.</param>
    public static void Add(Headers headers, OutputSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentException.ThrowIfNullOrEmpty(sequence.Topic, nameof(sequence));
        headers.Add(Source, Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{sequence.Topic}/{sequence.Partition}")));
        headers.Add(Sequence, KafkaKey.Of(sequence.Sequence));
    }

    /// <summary>Reads both headers.</summary>
    /// <param name="headers">A record's headers, or null.</param>
    /// <param name="sequence">The source and the number that the headers hold.</param>
    /// <returns>True if both are there and in this form.</returns>
    public static bool TryRead(Headers? headers, out OutputSequence sequence)
    {
        sequence = default;
        if (!TryReadBytes(headers, out var source, out var number))
        {
            return false;
        }

        var slash = source.AsSpan().LastIndexOf((byte)'/');
        if (slash < 1
            || !Utf8Parser.TryParse(source.AsSpan(slash + 1), out int partition, out var read)
            || read != source.Length - slash - 1)
        {
            return false;
        }

        sequence = new OutputSequence(Encoding.UTF8.GetString(source, 0, slash), partition, number);
        return true;
    }

    /// <summary>The same without a text of its own per record.</summary>
    public static bool TryReadBytes(Headers? headers, out byte[] source, out long number)
    {
        source = [];
        number = 0;
        if (headers is null
            || !headers.TryGetLastBytes(Source, out var sourceBytes)
            || !headers.TryGetLastBytes(Sequence, out var numberBytes)
            || sourceBytes is null
            || numberBytes is null)
        {
            return false;
        }

        source = sourceBytes;
        return Utf8Parser.TryParse(numberBytes, out number, out var read) && read == numberBytes.Length;
    }
}
