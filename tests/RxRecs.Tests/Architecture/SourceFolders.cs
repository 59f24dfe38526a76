using System.Text.RegularExpressions;

namespace RxRecs.Tests.Architecture;

/// <summary>Finds the folder of the library's sources that declares a type.</summary>
internal static partial class SourceFolders
{
    private static readonly Dictionary<string, string> ByType = Read();

    /// <summary>Finds the folder of an outermost type; null for the facade, which has a file in each.</summary>
    /// <exception cref="KeyNotFoundException">No file declares the type.</exception>
    public static string? Of(Type type) => type == typeof(RecsObservable) ? null : ByType[type.Name.Split('`')[0]];

    private static Dictionary<string, string> Read()
    {
        var root = Path.Combine(Repository.Root, "src", "RxRecs");
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs"))
            {
                foreach (Match found in Declaration().Matches(File.ReadAllText(file)))
                {
                    folders[found.Groups["name"].Value] = Path.GetFileName(folder);
                }
            }
        }

        return folders;
    }

    // Outermost declarations begin at the margin.
    [GeneratedRegex(
        @"^(public|internal|file)( \w+)*? (record struct|record|class|struct|interface|enum|delegate [\w<>\[\]?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();
}
