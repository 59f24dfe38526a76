using System.Globalization;
using System.Text;

namespace RxRecs.Kafka;

/// <summary>
/// Reads properties files as java.util.Properties defines them: comments with # and !, names that end at =, : or blank,
/// a backslash that continues a line or escapes a character. No message repeats a line: it may hold a secret.
/// </summary>
internal static class PropertiesFile
{
    private const int MostBytes = 1 << 20;

    public static IEnumerable<SettingsEntry> Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MostBytes
                ? Parse(File.ReadAllLines(path, Encoding.UTF8), path)
                : throw Bad(path, $"it has {length} bytes, and settings have at most {MostBytes}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KafkaFailureException(
                KafkaFailure.BadSetting,
                $"The settings file '{path}' cannot be read: {exception.Message} Check the path and the permissions.",
                exception);
        }
    }

    public static List<SettingsEntry> Parse(IReadOnlyList<string> lines, string path)
    {
        var entries = new List<SettingsEntry>();
        for (var next = 0; next < lines.Count;)
        {
            var first = next;
            var logical = Logical(lines, ref next);
            if (logical.Length == 0 || logical[0] is '#' or '!')
            {
                continue;
            }

            var place = string.Create(CultureInfo.InvariantCulture, $"{path}, line {first + 1}");
            entries.Add(Entry(logical, place));
        }

        return entries;
    }

    private static string Logical(IReadOnlyList<string> lines, ref int next)
    {
        var line = lines[next++].TrimStart();
        if (line.Length == 0 || line[0] is '#' or '!')
        {
            return line;
        }

        while (IsContinued(line))
        {
            line = line[..^1];
            if (next == lines.Count)
            {
                break;
            }

            line += lines[next++].TrimStart();
        }

        return line;
    }

    private static bool IsContinued(string line)
    {
        var slashes = 0;
        while (slashes < line.Length && line[^(slashes + 1)] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    private static SettingsEntry Entry(string line, string place)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f'))
        {
            end += line[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, line.Length);
        var rest = line.AsSpan(end).TrimStart(" \t\f");
        if (end == 0 || rest.Length == 0 || rest[0] is not ('=' or ':'))
        {
            throw Bad(place, "expected name=value, and found no '='");
        }

        var value = rest[1..].TrimStart(" \t\f");
        return new SettingsEntry(Unescaped(line.AsSpan(0, end), place), Unescaped(value, place), place);
    }

    private static string Unescaped(ReadOnlySpan<char> text, string place)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                plain.Append(text[at]);
                continue;
            }

            if (++at == text.Length)
            {
                break;
            }

            plain.Append(text[at] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'f' => '\f',
                'u' => Unicode(text[at..], place, ref at),
                var other => other,
            });
        }

        return plain.ToString();
    }

    private static char Unicode(ReadOnlySpan<char> text, string place, ref int at)
    {
        if (text.Length < 5
            || !ushort.TryParse(text[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Bad(place, "\\u must be followed by four hexadecimal digits");
        }

        at += 4;
        return (char)code;
    }

    private static KafkaFailureException Bad(string place, string problem) =>
        new(KafkaFailure.BadSetting, $"{place}: {problem}.");
}
