using System.Globalization;

namespace RxRecs.Csv.Tests;

/// <summary>Every recipe reads its rows by its map as it says.</summary>
public sealed class RecipeTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "recipes");

    private static IEnumerable<string> Recipes => Directory.EnumerateFiles(Folder, "*.md")
        .Select(path => Path.GetFileName(path)).Where(name => name != "README.md");

    [TestCaseSource(nameof(Recipes))]
    public void Recipe_ReadsItsRows_AsItSays(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");
        var options = new ShopFileOptions { Columns = ShopColumns.Parse(Block(text, "json")) };
        var reading = Reading.OfText(Block(text, "rows"), options);

        Assert.That(reading.DeadLetters, Is.Empty);
        Assert.That(reading.Summary.Fields.Unreadable, Is.Zero);
        Assert.That(string.Concat(reading.Events.Select(Show)), Is.EqualTo(Block(text, "events")));
    }

    [Test]
    public void Recipes_AreAllListed()
    {
        var list = File.ReadAllText(Path.Combine(Folder, "README.md"));

        Assert.That(Recipes.Where(name => !list.Contains($"({name})", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Recipes, Is.Not.Empty);
    }

    private static string Block(string text, string name)
    {
        var start = text.IndexOf($"```{name}\n", StringComparison.Ordinal) + name.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Show(Interaction row)
    {
        var kind = ShopColumns.KnownKinds.First(known => known.Value == row.Kind).Key;
        var price = row.Price?.ToString("0.######", CultureInfo.InvariantCulture);
        object?[] fields =
        [
            row.EventTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), kind, row.Item,
            row.User,
            row.Session, row.Category, row.Brand, price, row.Quantity,
        ];
        return string.Join(' ', fields.Select(field => field?.ToString() is { Length: > 0 } text ? text : "-")) + "\n";
    }
}
