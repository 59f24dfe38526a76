using System.CommandLine;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Options;

/// <summary>The name of a topic on the command line.</summary>
internal static class TopicName
{
    private const int Longest = 249;

    /// <summary>An option that takes a name, with one that is usual.</summary>
    public static Option<string> Create(string name, string usual, string description)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = "TOPIC",
            DefaultValueFactory = _ => usual,
        };
        Check(option);
        return option;
    }

    /// <summary>An option that takes a name, and does nothing without.</summary>
    public static Option<string?> Create(string name, string description)
    {
        var option = ShopOption.Text(name, "TOPIC", description);
        Check(option);
        return option;
    }

    /// <summary>
    /// Refuses results that go where the events are: they would be read as events that cannot be read, and dead letters
    /// would make further ones without an end.
    /// </summary>
    /// <exception cref="UsageException">Two topics are the same.</exception>
    public static void CheckDiffer(
        Option events, string topic, params IEnumerable<(Option Option, string? Topic)> results)
    {
        foreach (var (option, _) in results.Where(each => each.Topic == topic))
        {
            throw new UsageException(
                $"{option.Name}: '{topic}' is the topic of the events ({events.Name}); name another.");
        }
    }

    private static void Check(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => !IsName(token.Value)) is { } wrong)
        {
            result.AddError($"{option.Name}: '{wrong.Value}' is not a topic's name (letters, digits, '.', '_', '-').");
        }
    });

    private static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text is not ("." or "..")
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
