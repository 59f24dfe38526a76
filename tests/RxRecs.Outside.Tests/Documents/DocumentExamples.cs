using System.Text.RegularExpressions;

namespace RxRecs.Outside.Tests;

/// <summary>Finds the C# examples of all documents.</summary>
internal static partial class DocumentExamples
{
    /// <summary>The example of a document that holds a piece of code.</summary>
    public static DocumentExample Of(string document, string code) => All().Single(each =>
        each.Document == document && each.Code.Contains(code, StringComparison.Ordinal));

    public static IEnumerable<DocumentExample> All() => Documents().SelectMany(document =>
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");
        var blocks = Block().Matches(text);
        return blocks
            .Select((block, place) => new DocumentExample(
                document,
                place + 1,
                block.Groups["code"].Value,
                [.. blocks.Take(place).Select(each => each.Groups["code"].Value)],
                block.Groups["output"] is { Success: true, Value: var output } ? output : null))
            .Where(example => !IsLeftOut(example));
    });

    /// <summary>Examples of what not to write, or of a package that this feed does not have.</summary>
    private static bool IsLeftOut(DocumentExample example) =>
        example.Code.Contains("(...)", StringComparison.Ordinal)
        || (example.IsOfDynamicData && !DocumentExample.HasDynamicData);

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "README.md")
            .Concat(Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(folder => Path.Combine(folder, "README.md"))
                .Where(File.Exists))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```\n(\n```text\n(?<output>.*?)^```\n)?",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();
}
