using System.CommandLine;
using System.CommandLine.Parsing;

namespace RxRecs.Shop.Options;

/// <summary>Makes options that say what is wrong with a value in a sentence.</summary>
internal static class ShopOption
{
    private delegate bool Parser<T>(string text, out T value, out string problem);

    public static Option<int> Count(string name, int usual, string description, int least = 1, int most = 1_000_000) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            CustomParser = Parse<int>((string text, out int value, out string problem) =>
            {
                problem = $"'{text}' is not a whole number from {least:#,0} to {most:#,0}.";
                return int.TryParse(text, out value) && value >= least && value <= most;
            }),
        };

    public static Option<double> Number(
        string name, double usual, string description, double least = 0, double most = 1e12) => new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => usual,
            CustomParser = Parse<double>((string text, out double value, out string problem) =>
            {
                problem = $"'{text}' is not a number from {least} to {most}.";
                return double.TryParse(text, out value) && value >= least && value <= most;
            }),
        };

    public static Option<double?> Number(string name, string description, double least = 0, double most = 1e12) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            CustomParser = result => ParseOne<double>(
                result,
                (string text, out double value, out string problem) =>
                {
                    problem = $"'{text}' is not a number from {least} to {most}.";
                    return double.TryParse(text, out value) && value >= least && value <= most;
                }),
        };

    public static Option<Duration> Length(string name, TimeSpan usual, string description, bool mayBeZero = false) =>
        new(name)
        {
            Description = description,
            HelpName = "LENGTH",
            DefaultValueFactory = _ => new Duration(usual),
            CustomParser = Parse<Duration>(mayBeZero ? Duration.TryParse : Duration.TryParsePositive),
        };

    public static Option<Duration?> Length(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "LENGTH",
        CustomParser = result => ParseOne<Duration>(result, Duration.TryParsePositive),
    };

    /// <summary>A list of lengths of time, with commas between.</summary>
    public static Option<Duration[]> Lengths(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "LENGTH,…",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var lengths = new List<Duration>();
            foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (!Duration.TryParse(text, out var length, out var problem))
                {
                    result.AddError($"{name}: {problem}");
                    return [];
                }

                lengths.Add(length);
            }

            return [.. lengths.Distinct().OrderBy(length => length.Span)];
        },
    };

    public static Option<DateTimeOffset?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result => ParseOne<DateTimeOffset>(result, Instant.TryParse),
    };

    public static Option<TimeZoneInfo?> Zone(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NAME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
            {
                return zone;
            }

            result.AddError($"{name}: '{text}' is no time zone; expected such as Europe/Berlin.");
            return null;
        },
    };

    public static Option<string> Choice(string name, string description, params string[] choices)
    {
        var isShort = choices.Sum(choice => choice.Length) < 30;
        var option = new Option<string>(name)
        {
            Description = isShort ? description : $"{description} One of {string.Join(", ", choices)}.",
            HelpName = isShort ? string.Join('|', choices) : "NAME",
            DefaultValueFactory = _ => choices[0],
        };
        option.CompletionSources.Add(choices);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !choices.Contains(token.Value)) is { } other)
            {
                result.AddError($"{name}: '{other.Value}' is not one of {string.Join(", ", choices)}.");
            }
        });
        return option;
    }

    public static Option<string?> Text(string name, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help,
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A list of ids or words, given with commas between or by repeating the option; one with a comma stands
    /// in double quotes.</summary>
    public static Option<string[]> List(string name, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = false,
        CustomParser = Split,
    };

    /// <summary>A list of ids, given with commas between or by repeating the option.</summary>
    public static Option<Id[]> Ids(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ID,…",
        DefaultValueFactory = _ => [],
        CustomParser = ParseIds,
    };

    /// <summary>Names as ids are written: 42.0 is 42.</summary>
    public static string[] AsIds(string[] names) =>
        [.. names.Select(name => Id.TryParse(name, out var id) ? id.ToString() : name)];

    private static string[] Split(ArgumentResult result)
    {
        string[] parts = [.. result.Tokens.SelectMany(token => ListText.Split(token.Value))];
        if (!parts.Contains(""))
        {
            return parts;
        }

        var list = string.Join(' ', result.Tokens.Select(static token => token.Value));
        result.AddError($"{Name(result)}: a part of '{list}' is empty; is a variable of the shell not set?");
        return [];
    }

    private static Id[] ParseIds(ArgumentResult result)
    {
        var ids = new List<Id>();
        foreach (var text in Split(result))
        {
            if (!Id.TryParse(text, out var id))
            {
                result.AddError($"{Name(result)}: '{text}' is not an id: 1 to {Id.MaxBytes} bytes of text.");
                return [];
            }

            ids.Add(id);
        }

        return [.. ids];
    }

    private static Func<ArgumentResult, T> Parse<T>(Parser<T> parser)
        where T : struct => result => ParseOne(result, parser) ?? default;

    private static T? ParseOne<T>(ArgumentResult result, Parser<T> parser)
        where T : struct
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        if (!parser(result.Tokens[0].Value, out var value, out var problem))
        {
            result.AddError($"{Name(result)}: {problem}");
            return null;
        }

        return value;
    }

    private static string Name(ArgumentResult result) =>
        (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
}
