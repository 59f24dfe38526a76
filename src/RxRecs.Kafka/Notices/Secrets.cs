using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// The secret values of one set of settings, and how to keep them out of texts. The client library repeats values in
/// some of its own messages, so every text of its passes here before anyone sees it.
/// </summary>
internal sealed partial class Secrets
{
    public const string Mask = "***";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private readonly string[] _values;

    public Secrets(IEnumerable<KeyValuePair<string, string>> properties) =>
        _values = [.. properties
            .Where(property => IsSecret(property.Key))
            .SelectMany(property => Forms(property.Value).Where(value => value.Length >= LeastLength(property.Key)))
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length)];

    /// <summary>No values are known: only what looks like a secret is hidden.</summary>
    public static Secrets None { get; } = new([]);

    /// <summary>
    /// Tells whether the setting of this name holds a secret. Names alone decide, known to us or not.
    /// </summary>
    public static bool IsSecret(string key) => SecretKey().IsMatch(key);

    /// <summary>The text without any secret.</summary>
    public string Scrub(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        foreach (var value in _values)
        {
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        }

        return Assignment().Replace(text, match => match.Groups["name"].Value + Mask);
    }

    /// <summary>
    /// The exception as an inner exception: itself if it is clean, otherwise one of the same meaning without the secret
    /// (its stack is lost with it).
    /// </summary>
    public Exception? Clean(Exception? exception)
    {
        if (exception is null)
        {
            return null;
        }

        var text = exception.ToString();
        if (exception is not KafkaException && string.Equals(Scrub(text), text, StringComparison.Ordinal))
        {
            return exception;
        }

        // ConsumeException and ProduceException carry the record itself: a payload has no place in a log either.
        return exception is KafkaException kafka
            ? new KafkaException(new Error(kafka.Error.Code, Scrub(kafka.Error.Reason), kafka.Error.IsFatal))
            : new InvalidOperationException(Scrub(exception.Message));
    }

    // A shorter value is hidden as the value of its setting, but not wherever its letters happen to stand in a text: a
    // user named "shop" must not blot out every topic of the shop.
    private static int LeastLength(string key) => key.EndsWith("username", StringComparison.OrdinalIgnoreCase) ? 8 : 4;

    // A PEM is quoted line by line in some messages; long lines of it are secrets of their own.
    private static IEnumerable<string> Forms(string value) =>
        value.Contains('\n', StringComparison.Ordinal)
            ? value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line.Length >= 16 && !line.StartsWith("-----", StringComparison.Ordinal))
                .Append(value)
            : [value];

    [GeneratedRegex(
        @"passw|passphrase|secret|token|jaas|credential|private|\.key\.|^ssl_key|\.pem$"
        + @"|oauthbearer\.config|oauthbearer\.extensions|sasl\.username$|api[._-]?key",
        Options)]
    private static partial Regex SecretKey();

    [GeneratedRegex(
        @"(?<name>(passw|passphrase|secret|jaas)[\w.-]*""?\s*[=:]\s*)(""[^""]*""|[^\s,;""]+)",
        Options)]
    private static partial Regex Assignment();
}
